const ms = require('ms');
require('node:http')
  .createServer((request, response) => response.end(`Hello from node-yarn-berry after ${ms('1s')}\n`))
  .listen(process.env.PORT || 3000, () => console.log('ready'));
