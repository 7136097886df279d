const greet = require('greeting');
const http = require('node:http');
http.createServer((request, response) => response.end(greet())).listen(process.env.PORT || 3000, () => console.log('ready'));
