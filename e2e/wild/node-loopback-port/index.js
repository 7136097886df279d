const http = require('http');
http.createServer((q, s) => s.end('Hello from node-loopback-port\n')).listen(3000, 'localhost');
