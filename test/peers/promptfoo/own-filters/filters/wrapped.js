module.exports = (text, before, after) => before + text + after;
