module.exports = () => 'Hello from node-workspaces';
