const http = require('http');
require('ms');
http.createServer((q, s) => s.end('Hello from node-lock-one\n')).listen(process.env.PORT || 3000);
