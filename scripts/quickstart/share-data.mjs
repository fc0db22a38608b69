// The first part of the quickstart: Ada and Ben version and share a data set.
import { cpSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  chapter,
  expectEqual,
  expectSameData,
  expectText,
  filesBelow,
  paint,
  personAt,
  project,
  say,
  sha256,
  show,
} from "./stage.mjs";

const source = join(project, "examples", "penguins", "data", "penguins.csv");

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

/** @returns Ada at the end of it, and the figures of what happened. */
export function shareData(base) {
  const hub = personAt(base, "Ada", ".");

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

  return { ada, files, rows, first, second };
}
