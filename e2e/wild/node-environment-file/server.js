require('dotenv').config();
require('node:http').createServer((request, response) => response.end(process.env.GREETING)).listen(process.env.PORT);
