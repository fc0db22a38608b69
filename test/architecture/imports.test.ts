import { expect, test } from "vitest";
import { importsOf, layerOf, sourcesBelow } from "./sources.js";

const domain = [
  "data",
  "runs",
  "stats",
  "registry",
  "prompts",
  "evals",
  "schemas",
  "drift",
  "models",
  "doctor",
];
const adapters = [
  ...["files", "cache", "workspace", "git", "process", "storage", "config", "ledger", "ui"],
  ...["mlflow", "secrets", "tokens", "providers", "scripts", "table", "duckdb"],
];

/** What each folder of src may import beside itself. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  core: [],
  data: ["core"],
  runs: ["core"],
  stats: ["core"],
  registry: ["core", "stats", "data", "runs"],
  prompts: ["core", "registry"],
  evals: ["core", "stats", "registry", "prompts"],
  schemas: ["core"],
  drift: ["core", "stats"],
  models: ["core"],
  doctor: ["core", "prompts", "registry"],
  library: ["core", "prompts", "registry", "files"],
  ports: ["core", "data"],
  ...Object.fromEntries(adapters.map((name) => [name, ["core", "ports", ...domain]])),
  cache: ["core", "ports", ...domain, "files"],
  workspace: ["core", "ports", ...domain, "files", "git"],
  storage: ["core", "ports", ...domain, "files"],
  config: ["core", "ports", ...domain, "files"],
  ledger: ["core", "ports", ...domain, "files"],
  git: ["core", "ports", ...domain, "process"],
  scripts: ["core", "ports", ...domain, "files", "process"],
  providers: ["core", "ports", ...domain, "files", "process", "scripts"],
  table: ["core", "ports", ...domain, "files"],
  duckdb: ["core", "ports", ...domain, "files", "table"],
  mlflow: ["core", "ports", ...domain, "files", "cache", "ledger"],
  app: ["core", "ports", ...domain, ...adapters],
  commands: ["core", "ports", ...domain, ...adapters, "app"],
  cli: ["core", "ports", ...domain, "app", "commands"],
};

/** Packages that one folder alone may load. */
const owners: readonly (readonly [packages: RegExp, folders: readonly string[]])[] = [
  [/^@(?:aws-sdk|smithy)\//, ["storage", "providers"]],
  [/^better-sqlite3$/, ["ledger"]],
  [/^commander$/, ["cli"]],
  [/^(?:chalk|ora|cli-table3)$/, ["ui"]],
  [/^zod/, ["config", "core", ...domain]],
  [/^node:child_process$/, ["process", "files", "scripts", "providers"]],
  [/^@secretlint\//, ["secrets"]],
  [/^gpt-tokenizer/, ["tokens"]],
  [/^(?:openai|@anthropic-ai\/sdk|@google\/genai)/, ["providers"]],
  [/^hyparquet/, ["table"]],
  [/^@duckdb\//, ["duckdb"]],
  [/^@cfworker\/json-schema$/, ["prompts"]],
];

const imports = sourcesBelow("src").flatMap(importsOf);

test("every folder of src has a place in the table", () => {
  const folders = new Set(sourcesBelow("src").map(({ path }) => layerOf(path)));
  expect([...folders].filter((folder) => folder === undefined || !(folder in allowed))).toEqual([]);
});

test("dependencies point one way: cli, commands, app, adapters, domain, core", () => {
  const wrong = imports.filter(({ from, to }) => {
    const [source, target] = [layerOf(from) ?? "", layerOf(to)];
    return target !== undefined && source !== target && !allowed[source]?.includes(target);
  });
  expect(wrong.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
});

test("a heavy or dangerous package is loaded by its own folder alone", () => {
  const wrong = imports.filter(({ from, to }) =>
    owners.some(([packages, folders]) => packages.test(to) && !folders.includes(layerOf(from) ?? "")),
  );
  expect(wrong.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
});

test("core and domain touch neither files nor processes nor the network", () => {
  const pure = ["core", "ports", ...domain];
  const wrong = imports.filter(
    ({ from, to }) => pure.includes(layerOf(from) ?? "") && to.startsWith("node:") && to !== "node:crypto",
  );
  expect(wrong.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
});

test("no file imports itself round a circle that runs when it loads", () => {
  const below = new Map<string, string[]>();
  for (const { path, text } of sourcesBelow("src")) {
    const stated = importsOf({ path, text: text.replace(/import\([^)]*\)/g, "") });
    below.set(
      path,
      stated.filter((item) => !item.typeOnly).map((item) => item.to),
    );
  }
  const circles: string[] = [];
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) circles.push([...trail.slice(trail.indexOf(path)), path].join(" → "));
    if (trail.includes(path) || done.has(path)) return;
    for (const next of below.get(path) ?? []) visit(next, [...trail, path]);
    done.add(path);
  };
  for (const path of below.keys()) visit(path, []);
  expect(circles).toEqual([]);
});
