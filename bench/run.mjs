// npm run bench: measures mlx against the floor of each job, in one run, and prints how it keeps to its budgets.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { addLargeFile, addSmallFiles } from "./add.mjs";
import { watchTables } from "./drift.mjs";
import { evaluateCached, evaluateEcho } from "./evals.mjs";
import { installSize } from "./install-size.mjs";
import { metricsOverHttp, readRuns, recordNothing } from "./ledger.mjs";
import { scanModels } from "./models.mjs";
import { commitHook, lintPrompts } from "./prompts.mjs";
import { manyVersions } from "./registry.mjs";
import { judge, printTable } from "./report.mjs";
import { judgeTable } from "./schemas.mjs";
import { startUp } from "./start-up.mjs";
import { statusOfLargeDirectory, statusOfManyPointers } from "./status.mjs";
import { transferLargeFile, transferSmallFiles } from "./transfer.mjs";
import { packageRoot, Workplace } from "./workplace.mjs";

const benches = {
  "start-up": startUp,
  "add-large": addLargeFile,
  "add-small": addSmallFiles,
  "status-files": statusOfLargeDirectory,
  "status-pointers": statusOfManyPointers,
  "transfer-small": transferSmallFiles,
  "transfer-large": transferLargeFile,
  "metrics-http": metricsOverHttp,
  "runs-read": readRuns,
  "run-nothing": recordNothing,
  "prompt-lint": lintPrompts,
  "prompt-hook": commitHook,
  "eval-echo": evaluateEcho,
  "eval-cached": evaluateCached,
  schema: judgeTable,
  drift: watchTables,
  "model-scan": scanModels,
  "model-registry": manyVersions,
  "install-size": installSize,
};

const usage = `Usage: npm run bench -- [--only NAME]... [--quick] [--json]

  --only NAME  measure this only: ${Object.keys(benches).join(", ")}
  --quick      smaller sizes and fewer rounds: shows that it runs, not how fast
  --json       one JSON document on stdout
`;

/** Takes its own temporary folder away, also when it is interrupted. */
async function measure(bench, options) {
  const place = new Workplace();
  const onSignal = () => {
    place.dispose();
    process.exit(130);
  };
  const signals = ["SIGINT", "SIGTERM"];
  for (const signal of signals) process.once(signal, onSignal);
  try {
    return (await bench(place, options)).map(judge);
  } finally {
    for (const signal of signals) process.off(signal, onSignal);
    place.dispose();
  }
}

function buildProduct() {
  execFileSync(process.execPath, [join(packageRoot, "scripts", "build.mjs")], { stdio: "inherit" });
}

async function main({ only = [], quick, json }) {
  const unknown = only.find((name) => !Object.hasOwn(benches, name));
  if (unknown !== undefined)
    throw new Error(`there is no ${unknown}; there are ${Object.keys(benches).join(", ")}`);
  if (!existsSync(join(packageRoot, "dist", "main.js"))) buildProduct();
  const rows = [];
  for (const [name, bench] of Object.entries(benches)) {
    if (only.length > 0 && !only.includes(name)) continue;
    process.stderr.write(`${name}...\n`);
    const measured = await measure(bench, { quick });
    rows.push(...measured.map((row) => ({ bench: name, ...row })));
  }
  if (json) process.stdout.write(`${JSON.stringify({ node: process.version, quick, rows }, undefined, 2)}\n`);
  else printTable(rows, (text) => process.stdout.write(text));
}

const { values } = parseArgs({
  options: {
    only: { type: "string", multiple: true },
    quick: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    help: { type: "boolean", short: "h", default: false },
  },
});
if (values.help) process.stdout.write(usage);
else {
  await main(values).catch((error) => {
    process.stderr.write(`error: ${error.message}\n`);
    process.exitCode = 1;
  });
}
