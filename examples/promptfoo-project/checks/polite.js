/** Scores how an answer sounds. */
module.exports = (output) => {
  const kind = ["thank you", "please", "sorry", "may"].filter((word) => output.toLowerCase().includes(word));
  return {
    pass: !/\b(?:no|never)\b!/i.test(output),
    score: Math.min(1, 0.5 + kind.length / 4),
    reason: kind.length > 0 ? `it says ${kind.join(", ")}` : "it is plain",
  };
};
