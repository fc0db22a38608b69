module.exports = (named, { componentResults }) => ({
  pass: named.colour > 0,
  score: (named.colour + named.animal) / 2,
  reason: `${componentResults.filter(({ pass }) => pass).length} of ${componentResults.length}`,
});

module.exports.lenient = async (named, { threshold, componentResults }) => ({
  pass: true,
  score: threshold + named.both + componentResults.length,
  reason: componentResults.map(({ assertion }) => assertion?.type ?? "set").join(", "),
  namedScores: { lenient: named.both / 2 },
});
