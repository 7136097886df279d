import { createServer } from 'node:http';

enum Greeting {
  Formal = 'Good day',
  Short = 'Hello',
}

createServer((request, response) => {
  response.end(`${Greeting.Short} from node-replit`);
}).listen(Number(process.env.PORT) || 5000, '0.0.0.0');
