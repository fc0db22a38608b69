const test = (a, b, sum) => ({
  vars: { a, b, sum },
  assert: [{ type: "javascript", value: "context.vars.a + context.vars.b === context.vars.sum" }],
});
module.exports = async () => [test(1, 2, 3), test(10, 20, 30)];
module.exports.wrong = () => [test(1, 1, 3)];
