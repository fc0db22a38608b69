import type { Command } from "commander";
import type { CliContext } from "./command-context.js";

/** A word after `mlx`, as its help lists it. What it can do is loaded when it is named. */
interface Noun {
  readonly name: string;
  readonly summary: string;
  readonly description: string;
  /** The heading that help puts it under. */
  readonly group: string;
  /** Gives the command its verbs, or its arguments and options. */
  readonly load: () => Promise<(command: Command, context: CliContext) => void>;
}

/** In the order of help. */
export const nouns: readonly Noun[] = [
  {
    name: "init",
    summary: "set a repository up for mlx",
    description:
      "Writes mlx.yaml, .mlx/ and a line of .gitattributes, and installs the merge driver for pointers. Makes a git repository where there is none. Adds what is missing and never overwrites: run it as often as you like. With --template it writes a project that works: data, a training or a prompt, a suite, a schema, a drift monitor, gates, and workflows for GitHub and GitLab that check all of it.",
    group: "Start here:",
    load: async () => (await import("./init.js")).addInitCommand,
  },
  {
    name: "status",
    summary: "see the whole project on one screen",
    description:
      "Shows the repository, its data with schemas and drift, runs, prompts, models and what they wait for, evaluations, stores and cache. Contacts nothing.",
    group: "Start here:",
    load: async () => (await import("./status.js")).addStatusCommand,
  },
  {
    name: "doctor",
    summary: "what this project still lacks for production",
    description:
      "Goes through what production asks for: rebuildable from commit and data version, golden data and automated evaluation, drift, quality and latency checks, a version to fall back to, budgets, audit, secrets. Each is judged from what is in the repository, and named with what would mend it. Changes nothing.",
    group: "Start here:",
    load: async () => (await import("./doctor.js")).addDoctorCommand,
  },
  {
    name: "data",
    summary: "version data: add, status, checkout, push, pull, diff, …",
    description:
      "Versions files and folders: git keeps a small pointer, the cache and a store keep the bytes.",
    group: "Data:",
    load: async () => (await import("./data.js")).addDataCommands,
  },
  {
    name: "remote",
    summary: "stores for the bytes of tracked data: add, list, remove, default, check",
    description:
      "Stores that tracked data is pushed to and pulled from: a folder, or a bucket of S3 or a server like it.",
    group: "Data:",
    load: async () => (await import("./remote.js")).addRemoteCommands,
  },
  {
    name: "schema",
    summary: "what data must look like: infer, check",
    description:
      "Schemas of data, schemas/NAME.schema.yaml: types, ranges, keys, distributions and expressions that a file must keep. Inferred from data, corrected by hand, checked before the data are used.",
    group: "Data:",
    load: async () => (await import("./schema.js")).addSchemaCommands,
  },
  {
    name: "drift",
    summary: "whether data have changed: baseline, check, attribute, report, …",
    description:
      "Compares data with a baseline, a few kilobytes in git that say how each column was distributed. drift/NAME.drift.yaml says what is looked at and when it fails.",
    group: "Data:",
    load: async () => (await import("./drift.js")).addDriftCommands,
  },
  {
    name: "run",
    summary: "run a command and record it: code, data, settings, output, metrics",
    description:
      "Runs a command and records what ran, on which code, data and settings, and what came out. Its output passes through unchanged, and its exit code becomes mlx's.",
    group: "Runs:",
    load: async () => (await import("./run.js")).addRunCommand,
  },
  {
    name: "runs",
    summary: "recorded runs: list, show, compare, best, log, push, pull, reproduce, …",
    description:
      "Reads and manages recorded runs: what ran, on which code, data and settings, and what came out. mlx run records one.",
    group: "Runs:",
    load: async () => (await import("./runs.js")).addRunsCommands,
  },
  {
    name: "prompt",
    summary: "prompts as files: new, render, lint, diff, publish, alias, …",
    description:
      "Prompts are files of the repository, prompts/NAME/prompt.md: written, checked before each commit, rendered, and released as frozen versions that aliases such as stable point at.",
    group: "Prompts and releases:",
    load: async () => (await import("./prompt.js")).addPromptCommands,
  },
  {
    name: "eval",
    summary: "evaluations: run, show, compare, baseline, score, judge, power, …",
    description:
      "Runs a prompt, a model, a command or recorded predictions over a data set, grades each case and reports. Suites of promptfoo run as they are.",
    group: "Evaluations:",
    load: async () => (await import("./eval.js")).addEvalCommands,
  },
  {
    name: "model",
    summary: "models as versions: register, show, promote, rollback, lineage, scan, …",
    description:
      "Keeps the files of a model in numbered versions with their lineage, and points aliases (champion, production) at those that the gates let pass. Reads model files without loading them.",
    group: "Models:",
    load: async () => (await import("./model.js")).addModelCommands,
  },
  {
    name: "gate",
    summary: "for CI: may this version become champion, stable, …?",
    description:
      "Judges the gates of an alias for a version of a model or of a prompt, as a promotion would, and changes nothing in the repository. Works in a fresh clone. Prints figure, threshold, evidence and the next step of each gate, for people, scripts, pull requests and CI servers.",
    group: "Models:",
    load: async () => (await import("./gate.js")).addGateCommand,
  },
  {
    name: "registry",
    summary: "what was released: log, verify",
    description:
      "Versions, aliases and the events behind them: who decided what, when and on which evidence, and whether all of it is intact.",
    group: "Prompts and releases:",
    load: async () => (await import("./registry.js")).addRegistryCommands,
  },
  {
    name: "hooks",
    summary: "git hooks that check before each commit: install, uninstall, run",
    description:
      "Has git lint the prompts of each commit before it is made and, if wanted, keep data in step with the branch. Hooks that are there stay.",
    group: "Start here:",
    load: async () => (await import("./hooks.js")).addHooksCommands,
  },
  {
    name: "completion",
    summary: "complete mlx's command lines in your shell",
    description: "Prints a script for your shell that completes commands, flags, values, remotes and paths.",
    group: "Start here:",
    load: async () => (await import("./completion.js")).addCompletionCommand,
  },
];

/**
 * The nouns whose commands a command line may need: the one that it names. One that names none, such as `mlx push`, needs them
 * all: what was meant is looked for among them.
 */
export function nounsIn(argv: readonly string[]): readonly string[] {
  const names = nouns.map(({ name }) => name);
  const operands = argv.filter((word, index) => !word.startsWith("-") && argv[index - 1] !== "--cwd");
  const first = operands.find((word) => word !== "help");
  if (first === undefined) return [];
  return names.includes(first) ? [first] : names;
}
