import http from 'node:http';
const port: number = Number(process.env.PORT) || 3000;
http.createServer((_, response) => response.end('Hello from node-typescript')).listen(port);
