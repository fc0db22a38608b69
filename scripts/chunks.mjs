// Which modules of ours are bundled into one file. Code splitting by itself makes a file of every set of modules that are needed
// by the same lazy imports: a command then opens a hundred small files, which takes longer than to read a few of their size. But what
// it reads and does not need takes time as well, as every byte is parsed. `join-files.mjs` weighs the one against the other.
import { relative, sep } from "node:path";
import { joinFiles } from "./join-files.mjs";

/** What every command needs, by the modules that it begins with, in the order in which it is loaded. */
const always = {
  thread: ["src/app/prompts/lint-thread.ts"],
  program: ["src/cli/run-program.ts"],
  command: [
    "src/cli/run-command.ts",
    "src/app/open-ui.ts",
    "src/ui/theme.ts",
    "src/workspace/discover.ts",
    "src/git/git.ts",
    "src/git/merge-driver.ts",
    "src/config/load-config.ts",
  ],
};

/**
 * What some commands import lazily on their way, beside what `always` has: those that are run most, or that people wait for. `weight`
 * says how much one counts; of all else that is imported lazily each thing counts 1, and is taken to be needed by itself.
 */
const often = [
  {
    weight: 150,
    starts: [
      ...["src/cli/prompt.ts", "src/commands/prompt/lint.ts", "src/config/environment.ts"],
      "src/app/prompts/lint-secrets.ts",
    ],
  },
  {
    weight: 150,
    starts: [
      ...["src/cli/hooks.ts", "src/commands/hooks/pre-commit.ts", "src/app/hooks/lint-staged.ts"],
      ...["src/app/prompts/lint-secrets.ts", "src/ui/findings/text.ts", "src/config/environment.ts"],
    ],
  },
  ...[
    ["src/cli/data.ts", "src/commands/data/status.ts", "src/config/environment.ts"],
    ["src/cli/status.ts", "src/commands/status/status.ts"],
    [
      ...["src/cli/status.ts", "src/commands/status/status.ts", "src/config/environment.ts"],
      ...["src/ledger/drift/open-drift-ledger.ts", "src/ledger/open-run-ledger.ts"],
      ...["src/app/prompts/prompt-summary.ts", "src/ledger/evaluations/open-evaluation-ledger.ts"],
    ],
    [
      ...["src/cli/doctor.ts", "src/commands/doctor/doctor.ts", "src/config/environment.ts"],
      ...[
        "src/app/models/promotion/read-settings.ts",
        "src/app/open-remote.ts",
        "src/storage/local-store.ts",
      ],
    ],
    ["src/cli/model.ts", "src/commands/model/list.ts"],
    ["src/cli/model.ts", "src/commands/model/show.ts"],
    ["src/cli/model.ts", "src/commands/model/scan.ts"],
    [
      ...["src/cli/gate.ts", "src/commands/gate/gate.ts", "src/app/models/judge-promotion.ts"],
      ...["src/app/evals/evidence/look-up-suite.ts", "src/drift/read-monitor.ts"],
      ...["src/ledger/drift/open-drift-ledger.ts", "src/config/environment.ts"],
    ],
    ["src/cli/runs.ts", "src/commands/runs/list.ts", "src/ledger/open-run-ledger.ts"],
    ["src/cli/runs.ts", "src/commands/runs/show.ts", "src/ledger/open-run-ledger.ts"],
    [
      ...["src/cli/run.ts", "src/commands/run/run.ts", "src/ledger/open-run-ledger.ts"],
      "src/config/environment.ts",
    ],
    ["src/cli/prompt.ts", "src/commands/prompt/list.ts", "src/app/prompts/prompt-summary.ts"],
    ["src/cli/registry.ts", "src/commands/registry/verify.ts"],
    [
      ...["src/cli/eval.ts", "src/commands/eval/run.ts", "src/config/environment.ts"],
      ...["src/ledger/evaluations/open-evaluation-ledger.ts", "src/ledger/evaluations/answer-cache.ts"],
    ],
    ["src/cli/eval.ts", "src/commands/eval/list.ts", "src/ledger/evaluations/open-evaluation-ledger.ts"],
    ["src/cli/drift.ts", "src/commands/drift/list.ts", "src/ledger/drift/open-drift-ledger.ts"],
  ].map((starts) => ({ weight: 30, starts })),
];

/**
 * Packages so small, or so often needed, that they are bundled with modules of ours. Where `node_modules` is a link, as in a
 * second working tree, their paths begin elsewhere.
 */
const joinedPackages =
  /(?:^|\/)node_modules\/(?:commander|chalk|cli-table3|@colors\/colors|string-width|strip-ansi|ansi-regex|emoji-regex|is-fullwidth-code-point|yaml|zod)\//;

/**
 * @param root the repository's top, which is also the working folder. @param metafile esbuild's: who imports what, and what a
 *   module takes in the bundle.
 * @param entries the files that are bundled as they are named. What the first of them imports right away stays with it: it
 *   answers `--version` with nothing else loaded.
 * @returns for the id of a module the name of its file, or null where the bundler decides.
 */
export function chunkNames(root, metafile, entries) {
  const { inputs } = metafile;
  const gone = [...Object.values(always), ...often.map(({ starts }) => starts)]
    .flat()
    .filter((path) => !(path in inputs));
  if (gone.length > 0) throw new Error(`scripts/chunks.mjs names what is not there: ${gone.join(", ")}`);
  const importsOf = (path) => (inputs[path]?.imports ?? []).filter(({ external }) => !external);
  const stated = (path) =>
    importsOf(path).flatMap(({ kind, path: to }) => (kind === "dynamic-import" ? [] : [to]));
  const closure = (paths) => {
    const seen = new Set();
    const visit = (path) => {
      if (seen.has(path) || !(path in inputs)) return;
      seen.add(path);
      stated(path).forEach(visit);
    };
    paths.forEach(visit);
    return seen;
  };
  // A module that leads to a heavy package stays where the bundler puts that: in a file of ours it would import its own importer.
  const joins = (path) => path.startsWith("src/") || joinedPackages.test(path);
  const heavy = new Set(Object.keys(inputs).filter((path) => ![...closure([path])].every(joins)));
  const mayJoin = (path) => !heavy.has(path);

  const taken = new Set([...entries, ...closure(entries.slice(0, 1))]);
  const names = new Map();
  for (const [name, starts] of Object.entries(always)) {
    for (const path of closure(starts))
      if (mayJoin(path) && !taken.has(path) && !names.has(path)) names.set(path, name);
  }
  const known = (path) => taken.has(path) || names.has(path);

  const lazily = Object.keys(inputs).flatMap((from) =>
    importsOf(from).flatMap(({ kind, path: to }) => (kind === "dynamic-import" ? [[from, to]] : [])),
  );
  const uses = [
    ...often,
    ...entries.slice(1).map((entry) => ({ starts: [entry], weight: 1 })),
    // A command comes with the file that declares it.
    ...lazily.map(([from, to]) => ({ starts: from.startsWith("src/cli/") ? [from, to] : [to], weight: 1 })),
  ];
  const files = joinFiles({
    uses: uses.map(({ starts, weight }) => ({
      modules: [...closure(starts)].filter((path) => !known(path)),
      weight,
    })),
    stated,
    mayJoin,
    bytes: bytesIn(metafile),
  });
  for (const { name, modules } of files) for (const path of modules) names.set(path, name);
  return (id) => names.get(relative(root, id).split(sep).join("/")) ?? null;
}

/** What a module takes in the bundle, without what is never used of it. */
function bytesIn({ outputs }) {
  const bytes = new Map();
  for (const { inputs } of Object.values(outputs)) {
    for (const [path, { bytesInOutput }] of Object.entries(inputs))
      bytes.set(path, (bytes.get(path) ?? 0) + bytesInOutput);
  }
  return (path) => bytes.get(path) ?? 0;
}
