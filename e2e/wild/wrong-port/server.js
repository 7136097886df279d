const http = require('node:http');
http.createServer((request, response) => response.end('Hello from wrong-port\n')).listen(3000, () => console.log('ready'));
