const http = require('http');
if (!process.version.startsWith('v22.')) throw new Error(process.version);
http.createServer((q, s) => s.end('Hello from node-engines\n')).listen(process.env.PORT || 3000);
