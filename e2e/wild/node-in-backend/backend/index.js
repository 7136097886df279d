const fs = require('fs');
const http = require('http');
const path = require('path');
const Mustache = require('mustache');

const style = fs.readFileSync(path.join(__dirname, '..', 'frontend', 'style.css'), 'utf8');
const page = '<style>{{{style}}}</style><h1>Hello from {{name}}</h1>';

http.createServer((req, res) => {
  res.setHeader('Content-Type', 'text/html');
  res.end(Mustache.render(page, { style, name: 'node-in-backend' }));
}).listen(process.env.PORT || 5000);
