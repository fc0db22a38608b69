module.exports = (output, context) => ({
  pass: output.length <= context.config.most,
  score: Math.min(1, context.config.most / output.length),
  reason: `${output.length} characters`,
});
module.exports.named = async (output) => output.startsWith("s");
