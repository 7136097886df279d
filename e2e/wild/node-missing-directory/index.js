const http = require('http');
const { primary } = require('@studio/colours');

http.createServer((req, res) => res.end(`Hello from node-missing-directory in ${primary}`)).listen(process.env.PORT);
