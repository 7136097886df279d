const http = require('http');
if (!process.version.startsWith('v20.')) throw new Error(process.version);
http.createServer((q, s) => s.end('Hello from node-nvmrc\n')).listen(process.env.PORT || 3000);
