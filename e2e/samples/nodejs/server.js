'use strict';

const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');
const ms = require('ms');

const message = fs.readFileSync(path.join(__dirname, 'message.txt'), 'utf8');
const started = Date.now();

const server = http.createServer((request, response) => {
  response.setHeader('Content-Type', 'text/plain; charset=utf-8');
  response.setHeader('X-Uptime', ms(Date.now() - started));
  response.end(message);
});

server.listen(process.env.PORT || 8080);
process.on('SIGTERM', () => server.close(() => process.exit(0)));
