if (!process.env.DATABASE_URL) {
  console.error('DATABASE_URL is not set');
  process.exit(1);
}
const http = require('node:http');
http.createServer((request, response) => response.end('Hello from variable\n')).listen(process.env.PORT || 3000, () => console.log('ready'));
