const http = require('http');
const history = require('./history');

const port = process.argv[2] || 8000;
http.createServer((req, res) => res.end(`Hello from node-any-name, kept for ${history.kept} ms`)).listen(port);
