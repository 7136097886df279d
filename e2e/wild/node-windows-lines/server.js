require('http').createServer((q,r)=>r.end('Hello from node-windows-lines')).listen(process.env.PORT||3000)
