const seconds = require('@shop/times');
require('node:http')
  .createServer((request, response) => response.end(`Hello from node-pnpm-workspace after ${seconds(1)}\n`))
  .listen(process.env.PORT || 3000, () => console.log('ready'));
