const http = require('node:http');
http.createServer((request, response) => response.end('Hello from node-no-start\n')).listen(process.env.PORT || 3000, () => console.log('ready'));
