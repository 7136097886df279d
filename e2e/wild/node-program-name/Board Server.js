// Start by double click on Start.bat.
const fs = require('fs');
const http = require('http');
const path = require('path');

http
  .createServer((req, res) => {
    res.setHeader('Content-Type', 'text/html');
    fs.createReadStream(path.join(__dirname, 'Board Page.html')).pipe(res);
  })
  .listen(process.env.PORT || 3000);
