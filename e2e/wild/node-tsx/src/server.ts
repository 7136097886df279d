import { createServer } from 'node:http';
import { greeting } from './greeting';

createServer((request, response) => {
  response.end(greeting('node-tsx'));
}).listen(Number(process.env.PORT) || 3000);
