// Evaluations: what mlx itself costs when the answers cost nothing, and promptfoo on the same suite where it is there.
import { existsSync, realpathSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { interleave, run, runMeasuringMemory } from "./measure.mjs";

/** A suite of promptfoo's form, which both understand: so many rows, the prompt itself as the answer, two assertions. */
function writeSuite(repository, rows) {
  const lines = ["question,topic"];
  for (let row = 0; row < rows; row++) lines.push(`How many of part ${row} are left?,stock ${row % 37}`);
  writeFileSync(join(repository, "rows.csv"), `${lines.join("\n")}\n`);
  writeFileSync(
    join(repository, "promptfooconfig.yaml"),
    `prompts: ["Answer about {{topic}}: {{question}}"]
providers: [echo]
tests: rows.csv
defaultTest:
  assert:
    - { type: contains, value: "part" }
    - { type: regex, value: "stock \\\\d+" }
`,
  );
}

/** The same in mlx's own form. @param provider who answers. */
function writeOwnSuite(repository, rows, provider) {
  writeSuite(repository, rows);
  writeFileSync(
    join(repository, "own.eval.yaml"),
    `target: {prompt: {text: "Answer about {{topic}}: {{question}}"}, providers: ["${provider}"]}
data: rows.csv
graders: [{contains: part}, {regex: "stock \\\\d+"}]
`,
  );
  writeFileSync(join(repository, "provider.mjs"), "export default async (prompt) => ({ output: prompt });\n");
}

/** A suite of promptfoo's form whose rows say themselves what is expected of them. */
function writeExpectingSuite(repository, rows) {
  const lines = ["question,topic,__expected,__expected2"];
  for (let row = 0; row < rows; row++) {
    lines.push(
      `How many of part ${row} are left?,stock ${row % 37},contains: part ${row},"icontains-any: stock,store"`,
    );
  }
  writeFileSync(join(repository, "tests.csv"), `${lines.join("\n")}\n`);
  writeFileSync(
    join(repository, "promptfooconfig.yaml"),
    'prompts: ["Answer about {{topic}}: {{question}}"]\nproviders: [echo]\ntests: tests.csv\n',
  );
}

const evaluate = (suite) => ["eval", "run", suite, "--quiet"];

/** `mlx eval run` of echo cases with two assertions: time, memory, and what a case adds. */
export async function evaluateEcho(place, { quick }) {
  const [few, many, huge] = [100, quick ? 1000 : 10_000, quick ? 2000 : 100_000];
  const [small, middle, large, expecting] = Array.from({ length: 4 }, () => place.repository());
  writeSuite(small, few);
  writeSuite(middle, many);
  writeOwnSuite(large, huge, "echo");
  writeExpectingSuite(expecting, huge);
  const measured = (cwd, suite) => async () => {
    const { seconds, peak } = await runMeasuringMemory(
      [...place.mlx, ...evaluate(suite)],
      { cwd, env: place.env },
      place.root,
    );
    return { seconds, megabytes: peak / 1e6 };
  };
  const peers = {};
  if (place.has("promptfoo")) peers.promptfoo = () => promptfoo(place, middle);
  const medians = await interleave(
    quick ? 1 : 5,
    { few: measured(small, "promptfooconfig.yaml"), many: measured(middle, "promptfooconfig.yaml") },
    {
      ...peers,
      huge: measured(large, "own.eval.yaml"),
      expecting: measured(expecting, "promptfooconfig.yaml"),
    },
  );
  const perCase = (medians.many.seconds - medians.few.seconds) / (many - few);
  const title = `eval, ${many.toLocaleString("en-US")} echo cases, 2 assertions`;
  return [
    row(title, "s", medians.many.seconds, 2, { promptfoo: medians.promptfoo?.seconds }),
    row(`${title}: memory`, "MB", medians.many.megabytes, 200, { promptfoo: medians.promptfoo?.megabytes }),
    row("eval, what each case adds", "s", perCase, 0.0002),
    row(`eval, ${huge.toLocaleString("en-US")} echo cases`, "s", medians.huge.seconds),
    row(`eval, ${huge.toLocaleString("en-US")} echo cases: memory`, "MB", medians.huge.megabytes, 400),
    row(`eval, ${huge.toLocaleString("en-US")} rows of promptfoo's CSV`, "s", medians.expecting.seconds),
    row(
      `eval, ${huge.toLocaleString("en-US")} rows of promptfoo's CSV: memory`,
      "MB",
      medians.expecting.megabytes,
      400,
    ),
  ];
}

function row(what, unit, mlx, limit, peers = {}) {
  return { what, unit, mlx, ...(limit !== undefined && { budget: { kind: "at-most", limit } }), peers };
}

async function promptfoo(place, cwd) {
  const env = {
    ...place.env,
    PROMPTFOO_DISABLE_TELEMETRY: "1",
    PROMPTFOO_DISABLE_UPDATE: "1",
    PROMPTFOO_CONFIG_DIR: place.folder("promptfoo"),
  };
  // A script for the Node that is on PATH, which may be newer than this one; its memory is measured from within.
  const folders = (process.env.PATH ?? "").split(delimiter);
  const script = realpathSync(folders.map((folder) => join(folder, "promptfoo")).find(existsSync));
  const program = ["node", script, "eval", "--no-cache", "--no-progress-bar", "--no-table", "--no-write"];
  const { seconds, peak } = await runMeasuringMemory(program, { cwd, env, exitCodes: [0, 100] }, place.root);
  return { seconds, megabytes: peak / 1e6 };
}

/** A rerun in which every answer comes out of the cache. */
export async function evaluateCached(place, { quick }) {
  const rows = quick ? 2000 : 20_000;
  const [all, one] = [place.repository(), place.repository()];
  writeOwnSuite(all, rows, "file://provider.mjs");
  writeOwnSuite(one, 1, "file://provider.mjs");
  const rerun = (cwd) => async () =>
    (await run([...place.mlx, ...evaluate("own.eval.yaml")], { cwd, env: place.env })).seconds;
  for (const cwd of [all, one]) await rerun(cwd)();
  const medians = await interleave(quick ? 1 : 5, { all: rerun(all), one: rerun(one) });
  return [
    {
      what: `eval, ${rows.toLocaleString("en-US")} cached cases, above one`,
      unit: "cases/s",
      mlx: (rows - 1) / (medians.all.seconds - medians.one.seconds),
      budget: { kind: "at-least", limit: 20_000 },
      peers: {},
    },
  ];
}
