// A part of the quickstart: Ada commits how her data were distributed, and is told when later data are not like them.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chapter, expectText, paint, project, Surprise, say } from "./stage.mjs";

const example = join(project, "examples", "penguins", "data", "penguins.csv");

/** The penguins of 2007, every other couple of them, and those of the two years after. */
function writeSlices(folder) {
  const [head, ...rows] = readFileSync(example, "utf8").trimEnd().split("\n");
  const first = rows.filter((row) => row.endsWith(",2007"));
  const slices = {
    2007: first,
    half: first.filter((_, place) => Math.floor(place / 2) % 2 === 0),
    later: rows.filter((row) => !row.endsWith(",2007")),
  };
  mkdirSync(folder);
  for (const [name, lines] of Object.entries(slices)) {
    writeFileSync(join(folder, `${name}.csv`), `${[head, ...lines].join("\n")}\n`);
  }
}

/** @returns what the summary tells of it. */
export function watchData(ada) {
  chapter(
    "Are later data like those of 2007?",
    "A baseline: how each column was distributed, a few kilobytes in git. No row is in it.",
  );
  writeSlices(ada.path("slices"));
  ada.run("mlx drift baseline penguins --data slices/2007.csv --role year=segment");
  ada.run("git add drift", { quiet: true });
  ada.run('git commit --quiet -m "A baseline of the penguins of 2007"', { quiet: true });
  expectText(ada.run("mlx drift check penguins --data slices/half.csv"), "penguins: ok");

  chapter(
    "Two years later",
    "A column drifts if an effect matters and is no chance: the flippers are longer. The exit code is 1.",
  );
  const told = ada.run("mlx drift check penguins --data slices/later.csv --window year=1", { exit: 1 });
  expectText(told, "✗ flipper_length_mm: moved up by 0.43 σ");
  ada.run("mlx drift report penguins --html --output drift.html");
  const page = readFileSync(ada.path("drift.html"), "utf8");
  if (!page.startsWith("<!doctype html>") || !page.includes("<svg") || page.length > 1_000_000) {
    throw new Surprise("the report is no page of less than a megabyte");
  }
  for (const path of ["slices", "drift.html"]) rmSync(ada.path(path), { recursive: true });
  say(`\n   ${paint("green", "✓")} a fair half of the same penguins is ok, those of 2008 and 2009 are not`);
  return { drifted: 1 };
}
