const Koa = require('koa');
new Koa().use((context) => { context.body = 'Hello from node-koa-dev-dependencies'; }).listen(process.env.PORT || 3000);
