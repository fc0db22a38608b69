module.exports = ({ vars }) => `Dear {{ name | shout }} (${vars.items.length})`;
