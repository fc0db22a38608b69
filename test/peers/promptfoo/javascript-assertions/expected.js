module.exports = () => "set";
