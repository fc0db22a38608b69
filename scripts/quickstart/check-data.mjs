// A part of the quickstart: Ada describes her data in a schema, and a file that was corrupted on its way is stopped.
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chapter, expectText, paint, project, say } from "./stage.mjs";

const example = join(project, "examples", "penguins", "data", "penguins.csv");

/** What goes wrong on the way of a file: a point is lost, a name is cut, a value is gone. */
function corrupted(csv) {
  return csv
    .replace("Adelie,Torgersen,39.1,", "Adelie,Torgersen,391,")
    .replace("Adelie,Torgersen,39.5,", "Adeli,Torgersen,39.5,")
    .replace(/,2009\n/, ",\n");
}

/** @returns what the summary tells of it. */
export function checkData(ada) {
  chapter(
    "Ada says what her data look like",
    "A schema is inferred from the data: types, ranges rounded outwards, categories. She reads it and commits it.",
  );
  const all = ada.path("penguins.csv");
  cpSync(example, all);
  ada.run("mlx schema infer penguins.csv");
  expectText(
    readFileSync(ada.path("schemas", "penguins.schema.yaml"), "utf8"),
    "[Adelie, Chinstrap, Gentoo]",
  );
  ada.run("mlx schema check penguins.csv");

  chapter(
    "A corrupted file is stopped",
    "A point lost, a name cut, a value gone: each is named with its row, and the exit code is 1.",
  );
  writeFileSync(ada.path("received.csv"), corrupted(readFileSync(all, "utf8")));
  const told = ada.run("mlx schema check received.csv --schema penguins", { exit: 1 });
  for (const text of ["391", "Adeli", "has no value"]) expectText(told, text);
  // The data are tracked already, island by island; the schema goes with the next commit.
  for (const file of ["penguins.csv", "received.csv"]) rmSync(ada.path(file));
  say(`\n   ${paint("green", "✓")} three faults in 344 rows, three violations`);
  return { faults: 3 };
}
