const path = require('node:path');
const express = require('express');

const app = express();
app.use(express.static(path.join(__dirname, '..', 'client', 'dist')));
app.listen(process.env.PORT || 5000);
