module.exports = (seconds) => require('ms')(seconds + 's');
