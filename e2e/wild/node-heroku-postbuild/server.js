const fs = require('fs');
const http = require('http');

const page = fs.readFileSync('client/dist/index.html');

http.createServer((req, res) => res.end(page)).listen(process.env.PORT || 5000);
