module.exports = async ({ vars, provider }) =>
  `Bring ${vars.count} ${vars.item}${vars.count > 1 ? "s" : ""} to ${provider.id}.`;

module.exports.asMessages = ({ vars }) => [
  { role: "system", content: "You are a waiter." },
  { role: "user", content: `${vars.count} x ${vars.item}` },
];
