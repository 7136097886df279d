require('fs').mkdirSync('dist',{recursive:true});require('fs').writeFileSync('dist/index.js', `const http = require('http');
http.createServer((q, s) => s.end('Hello from node-postinstall')).listen(process.env.PORT || 3000);
`);
