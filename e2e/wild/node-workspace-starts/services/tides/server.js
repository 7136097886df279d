const { createServer } = require('http');
const { highWaters } = require('@harbour/table');

createServer((request, response) => response.end(`Hello from node-workspace-starts: high water ${highWaters.length} times a day`)).listen(4100);
