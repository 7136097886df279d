const express = require('express');
const app = express();
app.get('/', (request, response) => response.send('Hello from node-express'));
app.listen(process.env.PORT || 3000);
