// Fits y = slope · x to four points by gradient descent.
import { appendFileSync, writeFileSync } from "node:fs";

const report = (line) => appendFileSync(process.env.MLX_METRICS_FILE, `${JSON.stringify(line)}\n`);
const points = [1, 2, 3, 4].map((x) => [x, 2 * x + 0.1]);
const rate = Number(process.argv[2] ?? 0.01);
report({ param: { rate } });

let slope = 0;
for (let step = 1; step <= 20; step++) {
  const errors = points.map(([x, y]) => slope * x - y);
  slope -= rate * errors.reduce((sum, error, i) => sum + error * points[i][0], 0);
  report({ key: "loss", value: errors.reduce((sum, error) => sum + error ** 2, 0), step });
  if (step % 10 === 0) {
    writeFileSync(`model-${step}.json`, JSON.stringify({ slope }));
    report({ checkpoint: `model-${step}.json`, step, metrics: { slope } });
  }
}
console.log(`slope ${slope.toFixed(3)}`);
