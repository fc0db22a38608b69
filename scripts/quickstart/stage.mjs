// The stage of the quickstart: people who type commands, what is shown of it, and checks that need no mlx.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { closeSync, openSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { styleText } from "node:util";

/** The checkout that this belongs to. */
export const project = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const mlxScript = join(project, "bin", "mlx.js");
const colored = process.stdout.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== "dumb";

/** What happened is not what should have; told without a stack. */
export class Surprise extends Error {}

export const paint = (format, text) => (colored ? styleText(format, text) : text);
export const say = (text = "") => process.stdout.write(`${text}\n`);

let step = 0;
export function chapter(title, why) {
  step += 1;
  say(`\n${paint("bold", `${step}. ${title}`)}`);
  say(`   ${paint("dim", why)}`);
}

/** Nothing of the person's git or mlx configuration takes part, and nothing of it changes. */
function environment(base) {
  const own = Object.entries(process.env).filter(([name]) => !/^(?:GIT|MLX)_/i.test(name));
  const gitConfig = join(base, "gitconfig");
  writeFileSync(gitConfig, "[init]\n\tdefaultBranch = main\n");
  return {
    ...Object.fromEntries(own),
    GIT_CONFIG_GLOBAL: gitConfig,
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_TERMINAL_PROMPT: "0",
    XDG_CONFIG_HOME: join(base, "config"),
  };
}

/** Runs commands as one person in one folder, and shows each as typed with its real output. @param variables of the person's shell. */
export function personAt(base, name, folder, variables = {}) {
  const cwd = join(base, folder);
  const email = `${name.toLowerCase()}@example.com`;
  const identity = {
    GIT_AUTHOR_NAME: name,
    GIT_AUTHOR_EMAIL: email,
    GIT_COMMITTER_NAME: name,
    GIT_COMMITTER_EMAIL: email,
  };
  const env = { ...environment(base), ...identity, ...variables };
  const transcript = join(base, "output.txt");

  /** @returns what the command printed, standard output and errors in the order of writing. */
  const run = (line, { exit = 0, quiet = false } = {}) => {
    const [program, ...words] = splitWords(line);
    const [file, args] = program === "mlx" ? [process.execPath, [mlxScript, ...words]] : [program, words];
    const output = openSync(transcript, "w");
    const result = spawnSync(file, args, { cwd, env, stdio: ["ignore", output, output] });
    closeSync(output);
    const printed = readFileSync(transcript, "utf8");
    if (!quiet || result.status !== exit) show(folder, line, printed);
    if (result.error) throw new Surprise(`cannot start ${program}: ${result.error.message}`);
    if (result.status !== exit)
      throw new Surprise(`\`${line}\` exited ${result.status ?? result.signal}, not ${exit}`);
    return printed;
  };
  return { name, cwd, run, path: (...parts) => join(cwd, ...parts) };
}

function splitWords(line) {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain);
}

export function show(folder, line, printed) {
  say(`\n   ${paint("dim", `${folder === "." ? "~" : folder} $`)} ${paint("cyan", line)}`);
  for (const text of printed.split("\n").slice(0, -1)) say(`   ${text}`);
}

/** Replaces one text of a file as a person would in an editor. */
export function edit(file, before, after) {
  const text = readFileSync(file, "utf8");
  if (!text.includes(before)) throw new Surprise(`${file} lacks ${JSON.stringify(before)}`);
  writeFileSync(file, text.replace(before, after));
}

export function expectText(printed, text) {
  if (!printed.includes(text)) throw new Surprise(`the output lacks ${JSON.stringify(text)}`);
}

export function expectEqual(actual, expected, what) {
  if (actual !== expected) throw new Surprise(`${what}: found ${actual}, expected ${expected}`);
}

export const sha256 = (path) => createHash("sha256").update(readFileSync(path)).digest("hex");

/** Every file below a folder, by path with `/`. */
export function filesBelow(folder) {
  return readdirSync(folder, { recursive: true })
    .map((path) => String(path))
    .filter((path) => statSync(join(folder, path)).isFile())
    .sort()
    .map((path) => path.split(sep).join("/"));
}

/** Digests of the data files below `data/`, worked out here and not by mlx. */
function digestsOf(person) {
  const data = filesBelow(person.path("data")).filter((path) => path.endsWith(".csv"));
  return data.map((path) => `${sha256(person.path("data", path))} ${path}`);
}

export function expectSameData(one, other) {
  const [mine, yours] = [digestsOf(one), digestsOf(other)];
  expectEqual(yours.join("\n"), mine.join("\n"), `data of ${other.name} against that of ${one.name}`);
  say(
    `\n   ${paint("green", "✓")} hashed here, without mlx: all ${mine.length} files are the same on both sides`,
  );
  return mine.length;
}
