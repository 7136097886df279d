const { mkdirSync, writeFileSync } = require('fs');

mkdirSync('made', { recursive: true });
writeFileSync('made/table.js', `exports.highWaters = ${JSON.stringify(['03:12', '15:37'])};\n`);
