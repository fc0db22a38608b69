// Learns to tell the species of a penguin from its measurements: multinomial logistic regression by gradient descent, in
// plain Node without packages. Reads params.json and data/penguins.csv, writes model.json, and for the evaluation the penguins
// held out (holdout.csv) and what the model says of them (predictions.jsonl); the same parameters and data give the same files,
// byte for byte. Metrics go to $MLX_METRICS_FILE, one JSON object a line, where mlx run takes them up.
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";

const params = JSON.parse(readFileSync("params.json", "utf8"));
const metricsFile = process.env.MLX_METRICS_FILE;

function logMetrics(step, metrics) {
  if (metricsFile === undefined) return;
  const lines = Object.entries(metrics).map(([key, value]) => JSON.stringify({ key, value, step }));
  appendFileSync(metricsFile, `${lines.join("\n")}\n`);
}

/** Rows of the CSV file as objects, each with the number of its row as `id`, without those that lack a measurement. */
function readPenguins(file, features) {
  const [header, ...lines] = readFileSync(file, "utf8").trim().split("\n");
  const names = header.split(",");
  const rows = lines.map((line, index) => ({
    id: `penguin-${String(index + 1).padStart(3, "0")}`,
    ...Object.fromEntries(line.split(",").map((cell, i) => [names[i], cell])),
  }));
  return rows.filter((row) => features.every((name) => row[name] !== "NA"));
}

/** Random numbers from 0 to 1 that are the same for the same seed (mulberry32). */
function seededRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Fisher and Yates. */
function shuffled(items, random) {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [result[last], result[other]] = [result[other], result[last]];
  }
  return result;
}

const sum = (values) => values.reduce((total, value) => total + value, 0);
const mean = (values) => sum(values) / values.length;

/** Each feature with mean 0 and deviation 1 over these rows. */
function fitScaling(rows, features) {
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

function softmax(scores) {
  const highest = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - highest));
  const total = sum(powers);
  return powers.map((power) => power / total);
}

const predict = (weights, vector) =>
  softmax(weights.map((row) => sum(row.map((weight, i) => weight * vector[i]))));

/** One step of gradient descent on the mean cross-entropy over all examples. */
function improve(weights, examples, { learning_rate: rate, l2 }) {
  const gradient = weights.map((row) => row.map((weight) => l2 * weight));
  for (const { vector, label } of examples) {
    const probabilities = predict(weights, vector);
    for (const [k, row] of gradient.entries()) {
      const error = probabilities[k] - Number(k === label);
      for (const i of row.keys()) row[i] += (error * vector[i]) / examples.length;
    }
  }
  return weights.map((row, k) => row.map((weight, i) => weight - rate * gradient[k][i]));
}

function evaluate(weights, examples) {
  const results = examples.map(({ vector, label }) => {
    const probabilities = predict(weights, vector);
    return {
      loss: -Math.log(probabilities[label]),
      right: probabilities.indexOf(Math.max(...probabilities)) === label,
    };
  });
  return {
    loss: mean(results.map(({ loss }) => loss)),
    accuracy: mean(results.map(({ right }) => Number(right))),
  };
}

const penguins = shuffled(readPenguins("data/penguins.csv", params.features), seededRandom(params.seed));
const species = [...new Set(penguins.map((row) => row.species))].sort();
const heldOut = Math.round(penguins.length * params.test_share);
const [testRows, trainRows] = [penguins.slice(0, heldOut), penguins.slice(heldOut)];
const scaling = fitScaling(trainRows, params.features);
const examplesOf = (rows) =>
  rows.map((row) => ({ vector: vectorOf(row, scaling), label: species.indexOf(row.species) }));
const [train, test] = [examplesOf(trainRows), examplesOf(testRows)];

let weights = species.map(() => new Array(params.features.length + 1).fill(0));
let result = evaluate(weights, test);
for (let epoch = 1; epoch <= params.epochs; epoch++) {
  weights = improve(weights, train, params);
  result = evaluate(weights, test);
  logMetrics(epoch, {
    train_loss: evaluate(weights, train).loss,
    loss: result.loss,
    accuracy: result.accuracy,
  });
}

/** What is true of the penguins held out, for an evaluation: the same rows for every model that splits with this seed. */
function holdoutOf(rows) {
  const columns = ["id", "island", "sex", "species"];
  const lines = rows.map((row) => columns.map((name) => row[name]).join(","));
  return `${[columns.join(","), ...lines.sort()].join("\n")}\n`;
}

/** What the model takes each of them for, and how probable it takes each species to be. */
function predictionsOf(rows, examples) {
  const lines = rows.map(({ id }, i) => {
    const probabilities = predict(weights, examples[i].vector).map((share) => Number(share.toFixed(6)));
    const predicted = species[probabilities.indexOf(Math.max(...probabilities))];
    const shares = Object.fromEntries(species.map((name, k) => [name, probabilities[k]]));
    return JSON.stringify({ id, output: { predicted, ...shares } });
  });
  return `${lines.sort().join("\n")}\n`;
}

writeFileSync("holdout.csv", holdoutOf(testRows));
writeFileSync("predictions.jsonl", predictionsOf(testRows, test));
writeFileSync("model.json", `${JSON.stringify({ species, scaling, weights }, null, 2)}\n`);
const percent = (100 * result.accuracy).toFixed(1);
console.log(
  `${train.length} penguins to learn from, ${test.length} held out: ${percent} % of those recognised`,
);
