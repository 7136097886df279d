const http = require('node:http');
http.createServer((request, response) => response.end('Hello from node-procfile-alone\n')).listen(process.env.PORT || 3000);
