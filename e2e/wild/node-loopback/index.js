const http = require('http');
http.createServer((q, s) => s.end('Hello from node-loopback\n')).listen(process.env.PORT, '127.0.0.1');
