/** Words the request for the person who asks. */
module.exports = ({ vars }) => {
  const tone = Number(vars.age) < 14 ? "Use short words." : "Be exact.";
  return `${vars.rules}\n${tone}\nQuestion: ${vars.question}`;
};
