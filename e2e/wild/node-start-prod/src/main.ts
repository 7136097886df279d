import { createServer } from 'http';
async function bootstrap() { createServer((q, r) => r.end('nest')).listen(process.env.PORT ?? 3000); }
bootstrap();
