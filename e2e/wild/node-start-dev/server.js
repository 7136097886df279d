const http = require('http');
http.createServer((q, s) => s.end('Hello from node-start-dev\n')).listen(process.env.PORT || 3000);
