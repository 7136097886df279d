const http = require('node:http');
http.createServer((request, response) => response.end('Hello from mended-lock\n')).listen(process.env.PORT || 3000, () => console.log('ready'));
