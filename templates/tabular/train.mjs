// Learns to tell the species of a penguin from its measurements: multinomial logistic regression by gradient descent, in plain Node without
// packages. Reads params.json and data/penguins.csv, and keeps away from the penguins of data/holdout.csv, by which the model is judged.
// Writes model.json, and into predictions.jsonl what the model takes those penguins for. The same parameters and data give the same files,
// byte for byte. Metrics go to $MLX_METRICS_FILE, one JSON object a line, where mlx run takes them up.
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";

const { features, learning_rate: rate, epochs, l2 } = JSON.parse(readFileSync("params.json", "utf8"));

/** Rows of a CSV file as objects. */
function readCsv(file) {
  const [header, ...lines] = readFileSync(file, "utf8").trim().split("\n");
  const names = header.split(",");
  return lines.map((line) => Object.fromEntries(line.split(",").map((cell, i) => [names[i], cell])));
}

const sum = (values) => values.reduce((total, value) => total + value, 0);
const mean = (values) => sum(values) / values.length;

/** Each feature with mean 0 and deviation 1 over these rows. */
function fitScaling(rows) {
  return features.map((name) => {
    const values = rows.map((row) => Number(row[name]));
    const center = mean(values);
    return { name, center, spread: Math.sqrt(mean(values.map((value) => (value - center) ** 2))) };
  });
}

/** The features of a row, scaled, with a 1 for the intercept. */
const vectorOf = (row, scaling) => [
  1,
  ...scaling.map(({ name, center, spread }) => (Number(row[name]) - center) / spread),
];

/** How probable each species is. */
function predict(weights, vector) {
  const scores = weights.map((row) => sum(row.map((weight, i) => weight * vector[i])));
  const highest = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - highest));
  return powers.map((power) => power / sum(powers));
}

/** One step of gradient descent on the mean cross-entropy over all examples. */
function improve(weights, examples) {
  const gradient = weights.map((row) => row.map((weight) => l2 * weight));
  for (const { vector, label } of examples) {
    for (const [k, share] of predict(weights, vector).entries()) {
      for (const i of vector.keys()) {
        gradient[k][i] += ((share - Number(k === label)) * vector[i]) / examples.length;
      }
    }
  }
  return weights.map((row, k) => row.map((weight, i) => weight - rate * gradient[k][i]));
}

const loss = (weights, examples) =>
  mean(examples.map(({ vector, label }) => -Math.log(predict(weights, vector)[label])));

function logMetrics(step, metrics) {
  if (process.env.MLX_METRICS_FILE === undefined) return;
  const lines = Object.entries(metrics).map(([key, value]) => JSON.stringify({ key, value, step }));
  appendFileSync(process.env.MLX_METRICS_FILE, `${lines.join("\n")}\n`);
}

// A penguin is known by the number of its row.
const penguins = readCsv("data/penguins.csv")
  .map((row, index) => ({ id: `penguin-${String(index + 1).padStart(3, "0")}`, ...row }))
  .filter((row) => features.every((name) => row[name] !== "NA"));
const heldOut = new Set(readCsv("data/holdout.csv").map(({ id }) => id));
const [train, test] = [
  penguins.filter(({ id }) => !heldOut.has(id)),
  penguins.filter(({ id }) => heldOut.has(id)),
];
const species = [...new Set(penguins.map((row) => row.species))].sort();
const scaling = fitScaling(train);
const examples = train.map((row) => ({
  vector: vectorOf(row, scaling),
  label: species.indexOf(row.species),
}));

let weights = species.map(() => [1, ...features].map(() => 0));
for (let epoch = 1; epoch <= epochs; epoch++) {
  weights = improve(weights, examples);
  logMetrics(epoch, { train_loss: loss(weights, examples) });
}

const times = [];
const predictions = test.map((row) => {
  const begin = performance.now();
  const answer = predict(weights, vectorOf(row, scaling));
  times.push(performance.now() - begin);
  const shares = answer.map((share) => Number(share.toFixed(6)));
  const predicted = species[shares.indexOf(Math.max(...shares))];
  return {
    id: row.id,
    output: { predicted, ...Object.fromEntries(species.map((name, k) => [name, shares[k]])) },
  };
});
const right = test.filter((row, i) => predictions[i].output.predicted === row.species).length;
// How long a prediction takes here, in milliseconds: 95 of 100 are no slower. models/penguins/model.yaml sets the limit.
const latency = times.sort((a, b) => a - b)[Math.ceil(0.95 * times.length) - 1];
logMetrics(epochs, { accuracy: right / test.length, latency_ms: latency });
writeFileSync("predictions.jsonl", `${predictions.map((line) => JSON.stringify(line)).join("\n")}\n`);
writeFileSync("model.json", `${JSON.stringify({ species, scaling, weights }, null, 2)}\n`);
console.log(`${train.length} penguins to learn from, ${right} of ${test.length} held out are recognised`);
