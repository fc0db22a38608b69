import { openRunLedger } from "../../src/ledger/open-run-ledger.js";
import type { RunContext, RunSummary } from "../../src/runs/types.js";
import { dataProject } from "./data-project.js";
import { mlx } from "./mlx.js";
import type { Files, TestRepo } from "./repo.js";

/** A script that learns a mean, logs how, and writes it down: the same each time. */
export const training = `import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
const { rate, epochs } = JSON.parse(readFileSync("params.json", "utf8"));
const values = readFileSync("data/train.csv", "utf8").trim().split("\\n").map(Number);
const target = values.reduce((a, b) => a + b, 0) / values.length;
let mean = 0;
for (let step = 1; step <= epochs; step++) {
  mean += rate * (target - mean);
  const point = { key: "loss", value: (target - mean) ** 2, step };
  appendFileSync(process.env.MLX_METRICS_FILE, JSON.stringify(point) + "\\n");
}
writeFileSync("model.json", JSON.stringify({ mean }));
console.log("trained to", mean);
`;

/** A committed project with tracked data, a script and its parameters, and a store that has the data. */
export function trainingProject(
  files: Files = {},
): Promise<{ readonly repo: TestRepo; readonly store: string }> {
  const own = {
    "train.mjs": training,
    "params.json": '{ "rate": 0.5, "epochs": 3 }\n',
    "data/train.csv": "1\n2\n6\n",
    ".gitignore": "model.json\nnode_modules/\nraw/\n",
    ...files,
  };
  return dataProject(own, ["data/train.csv"], { push: true });
}

/** Records a run and returns its id. */
export async function recordRun(
  repo: TestRepo,
  command: string | readonly string[],
  options: Parameters<typeof mlx>[2] = {},
): Promise<string> {
  const words = typeof command === "string" ? command.split(" ") : command;
  const { stderr } = await mlx(repo, ["run", ...words], options);
  const [run] = await recordedRuns(repo);
  if (run === undefined) throw new Error(`mlx run ${words.join(" ")} recorded nothing\n${stderr}`);
  return run.id;
}

/** The runs that a ledger holds, the latest first. */
export async function recordedRuns(
  repo: TestRepo,
  kind: "command" | "client" = "command",
): Promise<RunSummary[]> {
  const ledger = await openRunLedger(repo.path(".mlx", "ledger.db"));
  try {
    return ledger.search({ kinds: [kind] }).runs;
  } finally {
    ledger.close();
  }
}

/** Changes what a ledger says was captured of a run. */
export async function editContext(repo: TestRepo, id: string, change: (context: RunContext) => RunContext) {
  const ledger = await openRunLedger(repo.path(".mlx", "ledger.db"));
  try {
    const record = [...ledger.search({}).runs].find((run) => run.id === id);
    if (record === undefined) throw new Error(`no run ${id}`);
    ledger.mergeContext(record.id, change(ledger.record(record.id)?.context ?? {}));
  } finally {
    ledger.close();
  }
}

/** Everything of a repository that reproducing a run must not touch. */
export function stateOf(repo: TestRepo): Record<string, string> {
  return {
    status: repo.git("status", "--porcelain", "--untracked-files=all"),
    head: repo.git("rev-parse", "--symbolic-full-name", "HEAD"),
    branches: repo.git("for-each-ref", "refs/heads", "refs/tags", "refs/remotes"),
    index: repo.git("ls-files", "--stage"),
    stash: repo.git("stash", "list"),
    worktrees: repo.git("worktree", "list", "--porcelain"),
  };
}
