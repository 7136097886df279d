import { createServer } from 'node:http';
createServer((request, response) => response.end('Hello from node-modules-type')).listen(process.env.PORT ?? 3000);
