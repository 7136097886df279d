const http = require('http')
const log = require('debug')('app')

http.createServer((request, response) => {
  log(request.url)
  response.end('Hello from node-pnpm-overrides\n')
}).listen(process.env.PORT || 3000)
