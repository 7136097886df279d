const http = require('http');
require('ms');
http.createServer((q, s) => s.end('Hello from node-pnpm\n')).listen(process.env.PORT || 3000);
