import { createServer } from 'http';
async function bootstrap() { createServer((q, r) => r.end('Hello from node-start-prod')).listen(process.env.PORT ?? 3000); }
bootstrap();
