const ms=require('ms');require('http').createServer((q,r)=>r.end('Hello from node-start-elsewhere after '+ms(60000))).listen(process.env.PORT||5000)
