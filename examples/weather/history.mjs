// Replays how a data set grows: a repository with the weather of a city and a baseline, then commits that add years and a city.
// Usage: node history.mjs FOLDER. Needs git, and mlx on the PATH or in $MLX, as a command with its arguments between spaces.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const [, , folder] = process.argv;
if (folder === undefined) {
  process.stderr.write("usage: node history.mjs FOLDER\n");
  process.exit(2);
}
const source = join(dirname(fileURLToPath(import.meta.url)), "data", "weather.csv");
const [head, ...rows] = readFileSync(source, "utf8").trimEnd().split("\n");

const versions = [
  ["Weather of Seattle, 2012 and 2013", /^Seattle,201[23]/],
  ["Add 2014", /^Seattle,201[234]/],
  ["Add 2015", /^Seattle,/],
  ["Add New York", /^/],
];

function run(...command) {
  const [program, ...args] = command;
  const { status, error } = spawnSync(program, args, { cwd: folder, stdio: "inherit" });
  if (status !== 0) throw error ?? new Error(`${command.join(" ")} ended with ${status}`);
}

const mlx = (...args) => run(...(process.env.MLX ?? "mlx").split(" "), ...args);

mkdirSync(join(folder, "data"), { recursive: true });
run("git", "init", "--quiet");
for (const [place, [subject, wanted]] of versions.entries()) {
  const lines = rows.filter((row) => wanted.test(row));
  writeFileSync(join(folder, "data", "weather.csv"), `${[head, ...lines].join("\n")}\n`);
  mlx("data", "add", "data/weather.csv");
  if (place === 0)
    mlx("drift", "baseline", "weather", "--data", "data/weather.csv", "--role", "location=segment");
  run("git", "add", "--all");
  run("git", "commit", "--quiet", "--message", subject);
}
