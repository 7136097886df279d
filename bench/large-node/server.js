require('express')().get('/', (_, answer) => answer.send('large')).listen(process.env.PORT)
