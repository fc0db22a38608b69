// npm run quickstart: two people version a real data set with git and mlx, in a temporary folder, step by step.
// Needs Node, git and the built mlx. `--keep` leaves the folder for a look around.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { styleText } from "node:util";

const project = dirname(dirname(fileURLToPath(import.meta.url)));
const mlxScript = join(project, "bin", "mlx.js");
const source = join(project, "examples", "penguins", "data", "penguins.csv");
const keep = process.argv.includes("--keep");
const colored = process.stdout.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== "dumb";

/** What happened is not what should have; told without a stack. */
class Surprise extends Error {}

const paint = (format, text) => (colored ? styleText(format, text) : text);
const say = (text = "") => process.stdout.write(`${text}\n`);

let step = 0;
function chapter(title, why) {
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

/** Runs commands as one person in one folder, and shows each as typed with its real output. */
function personAt(base, name, folder) {
  const cwd = join(base, folder);
  const email = `${name.toLowerCase()}@example.com`;
  const identity = {
    GIT_AUTHOR_NAME: name,
    GIT_AUTHOR_EMAIL: email,
    GIT_COMMITTER_NAME: name,
    GIT_COMMITTER_EMAIL: email,
  };
  const env = { ...environment(base), ...identity };
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

function show(folder, line, printed) {
  say(`\n   ${paint("dim", `${folder === "." ? "~" : folder} $`)} ${paint("cyan", line)}`);
  for (const text of printed.split("\n").slice(0, -1)) say(`   ${text}`);
}

function expectText(printed, text) {
  if (!printed.includes(text)) throw new Surprise(`the output lacks ${JSON.stringify(text)}`);
}

function expectEqual(actual, expected, what) {
  if (actual !== expected) throw new Surprise(`${what}: found ${actual}, expected ${expected}`);
}

const sha256 = (path) => createHash("sha256").update(readFileSync(path)).digest("hex");

/** Every file below a folder, by path with `/`. */
function filesBelow(folder) {
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

function expectSameData(one, other) {
  const [mine, yours] = [digestsOf(one), digestsOf(other)];
  expectEqual(yours.join("\n"), mine.join("\n"), `data of ${other.name} against that of ${one.name}`);
  say(
    `\n   ${paint("green", "✓")} hashed here, without mlx: all ${mine.length} files are the same on both sides`,
  );
  return mine.length;
}

/** One CSV file an island, as a data set of several files. */
function splitByIsland(csv, folder) {
  const [header, ...rows] = readFileSync(csv, "utf8").trimEnd().split("\n");
  const islands = groupBy(rows, islandOf);
  mkdirSync(folder, { recursive: true });
  for (const [island, own] of islands)
    writeFileSync(join(folder, `${island}.csv`), `${[header, ...own].join("\n")}\n`);
  const counts = [...islands].map(([island, own]) => `${island} ${own.length}`);
  return { rows: rows.length, counts: counts.sort().join(", ") };
}

const islandOf = (row) => row.split(",")[1];

function groupBy(items, keyOf) {
  const groups = new Map();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

/** Corrects the first bill length of a file as a person would in an editor. */
function correctFirstRow(file) {
  const lines = readFileSync(file, "utf8").split("\n");
  const cells = lines[1].split(",");
  const [before, after] = [cells[2], (Number(cells[2]) + 0.8).toFixed(1)];
  cells[2] = after;
  lines[1] = cells.join(",");
  writeFileSync(file, lines.join("\n"));
  return { before, after, row: lines[1] };
}

function storeContents(store) {
  const objects = filesBelow(join(store, "objects"));
  const bytes = objects.reduce((total, path) => total + statSync(join(store, "objects", path)).size, 0);
  for (const path of objects)
    expectEqual(
      sha256(join(store, "objects", path)),
      path.replace("sha256", "").replaceAll("/", ""),
      "an object's name",
    );
  return { count: objects.length, bytes };
}

function story(base) {
  const started = Date.now();
  const hub = personAt(base, "Ada", ".");
  say(paint("bold", "mlx quickstart: Ada and Ben share a data set"));
  say(paint("dim", `everything happens in ${base}`));

  chapter("Ada starts a project", "mlx needs a git repository and nothing else: no server, no account.");
  hub.run("git init --quiet --bare hub.git", { quiet: true });
  hub.run("git clone --quiet hub.git ada", { quiet: true });
  const ada = personAt(base, "Ada", "ada");
  ada.run("mlx init");

  chapter(
    "She brings in data",
    "344 penguins measured in Antarctica, as one file and as a folder with a file for each island.",
  );
  mkdirSync(ada.path("data"));
  cpSync(source, ada.path("data", "penguins.csv"));
  const { rows, counts } = splitByIsland(ada.path("data", "penguins.csv"), ada.path("data", "islands"));
  say(`   ${rows} rows: ${counts}`);
  ada.run("mlx data add data/penguins.csv data/islands");
  ada.run("git add --all");
  ada.run('git commit --quiet -m "Track the penguins"');
  say(
    `\n   ${paint("dim", "git has small text files; the data itself is ignored by git and stays where it was:")}`,
  );
  ada.run("git ls-files");
  const pointer = readFileSync(ada.path("data", "penguins.csv.mlx"), "utf8");
  show("ada", "cat data/penguins.csv.mlx", pointer);
  expectText(pointer, `sha256: ${sha256(ada.path("data", "penguins.csv"))}`);

  chapter(
    "She shares it",
    "The bytes go to a store: here a folder; an S3 bucket works the same. Pointers go with git.",
  );
  ada.run("mlx remote add origin ../store");
  ada.run("mlx data push");
  ada.run('git commit --quiet --all -m "Name the store"', { quiet: true });
  ada.run("git push --quiet origin main");
  const store = join(base, "store");
  const first = storeContents(store);

  chapter(
    "Ben clones the project",
    "Pointers come with the clone; one command brings the bytes, each checked on arrival.",
  );
  hub.run("git clone --quiet hub.git ben");
  const ben = personAt(base, "Ben", "ben");
  ben.run("mlx data pull");
  ben.run("mlx data verify");
  const files = expectSameData(ada, ben);

  chapter("Ben corrects a measurement", "Status and diff say what changed in the data, down to the row.");
  const fix = correctFirstRow(ben.path("data", "islands", "Torgersen.csv"));
  say(`   in data/islands/Torgersen.csv, row 1: bill length ${fix.before} → ${fix.after} mm`);
  expectText(ben.run("mlx data status"), "Torgersen.csv");
  expectText(ben.run("mlx data diff --patch"), `+${fix.row}`);
  say(`\n   ${paint("dim", "In CI the same question has an exit code, 1 for “not as committed”:")}`);
  ben.run("mlx data status --check --quiet", { exit: 1 });

  chapter(
    "He shares the correction",
    "One line of the pointer changes in git; one object travels, not the folder.",
  );
  ben.run("mlx data add data/islands");
  expectText(ben.run("git diff --unified=0 --no-color"), "Torgersen.csv");
  ben.run('git commit --quiet --all -m "Correct a bill length"');
  ben.run("mlx data push");
  ben.run("git push --quiet origin main");
  const second = storeContents(store);
  expectEqual(second.count - first.count, 1, "objects that the correction added to the store");

  chapter("Ada takes it over", "git pull brings the decision, mlx data pull the bytes that it needs.");
  ada.run("git pull --quiet --ff-only");
  ada.run("mlx data pull");
  expectText(ada.run("mlx data status --remote --check"), "clean");
  expectText(ada.run("mlx data diff HEAD~1 HEAD"), "Torgersen.csv");
  expectSameData(ada, ben);

  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  say(`\n${paint("bold", "What happened")}`);
  say(`   tracked      ${files} files, ${rows} rows, by 2 pointers in git`);
  say(`   first push   ${first.count} objects, ${first.bytes.toLocaleString("en-US")} bytes`);
  say(
    `   second push  1 object, ${(second.bytes - first.bytes).toLocaleString("en-US")} bytes: only what changed`,
  );
  say(
    `   checked      ${second.count} objects in the store and ${files * 2} files in two clones, by SHA-256`,
  );
  say(`   time         ${seconds} s\n`);
}

/** Objects are read-only, which some systems will not delete. */
function removeFolder(folder) {
  const options = { recursive: true, force: true, maxRetries: 3 };
  try {
    rmSync(folder, options);
  } catch {
    for (const path of readdirSync(folder, { recursive: true })) chmodSync(join(folder, String(path)), 0o700);
    rmSync(folder, options);
  }
}

function main() {
  if (!existsSync(join(project, "dist", "main.js"))) {
    process.stderr.write(
      `error: mlx is not built yet\nhint: run npm ci in ${relative(process.cwd(), project) || "this folder"} first\n`,
    );
    return 3;
  }
  if (spawnSync("git", ["--version"]).status !== 0) {
    process.stderr.write(
      "error: git was not found\nhint: install it from https://git-scm.com and run this again\n",
    );
    return 3;
  }
  const base = realpathSync(mkdtempSync(join(tmpdir(), "mlx-quickstart-")));
  let code = 0;
  try {
    story(base);
  } catch (error) {
    if (!(error instanceof Surprise)) throw error;
    process.stderr.write(`\nerror: the quickstart met something unexpected: ${error.message}\n`);
    code = 1;
  } finally {
    if (keep) say(`kept in ${base}`);
    else removeFolder(base);
  }
  return code;
}

process.exitCode = main();
