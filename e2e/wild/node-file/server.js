// The first program of somebody's course: a file, and nothing else.
const http = require('http');

const server = http.createServer((req, res) => {
  res.setHeader('Content-Type', 'text/plain');
  res.end('Hello from node-file\n');
});

server.listen(process.env.PORT || 3000, () => console.log('Server running'));
