module.exports = (output, context) =>
  `${context.vars.text}/${typeof output === "string" ? output.length : output.length}`;
module.exports.reversed = (output) =>
  [...String(typeof output === "string" ? output : output.said)].reverse().join("");
module.exports.counted = (_output, context) => String(context.vars.text.length);
