import http from 'http';
const port: number = Number(process.env.PORT) || 3000;
http.createServer((q, s) => s.end('Hello from node-ts-node\n')).listen(port);
