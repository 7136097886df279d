const ms = require('ms');

module.exports = { kept: ms('1h') };
