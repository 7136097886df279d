const fs = require('node:fs');
fs.mkdirSync('dist', { recursive: true });
fs.writeFileSync('dist/index.html', fs.readFileSync('page.html', 'utf8').replace('NAME', 'node-pages'));
