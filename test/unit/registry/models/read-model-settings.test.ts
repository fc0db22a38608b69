import { expect, test } from "vitest";
import { MlxError } from "../../../../src/core/errors.js";
import { gateTitle } from "../../../../src/registry/models/model-settings.js";
import { readModelSettings } from "../../../../src/registry/models/read-model-settings.js";

const file = "models/penguins/model.yaml";

/** What is wrong with a text, each problem with its place. */
function problems(text: string): string[] {
  try {
    readModelSettings(text, file);
    return [];
  } catch (error) {
    if (!(error instanceof MlxError)) throw error;
    expect(error).toMatchObject({ code: "MLX_INVALID_MODEL", exitCode: 2 });
    return error.problems.map(({ line, column, message }) => `${line}:${column}: ${message}`);
  }
}

const gates = (...items: string[]) =>
  `gates:\n  champion:\n${items.map((item) => `    - ${item}\n`).join("")}`;

test("every key is read, and approvers are those whose approvals count where a gate does not say it", () => {
  const settings = readModelSettings(
    `owners: [ada@example.com]
approvers: [bob@example.com, eve@example.com]
description: Tells penguins apart.
intendedUse: On adult birds of three islands.
${gates(
  "{metric: accuracy, min: 0.9}",
  "{metric: rmse, max: 3, evaluation: holdout}",
  "{metric: shift, min: -1, max: 1}",
  "{evaluation: holdout, maxAge: 30d}",
  "{drift: penguins, maxAge: 7d}",
  "{scan: ok}",
  "{nonInferior: accuracy, margin: 0.02, evaluation: holdout, direction: higher}",
  "{reproducibility: within_tolerance}",
  "{approvals: 2}",
  "{approvals: 1, from: [eve@example.com], signed: true}",
  "{signed: true}",
  "{maxAge: 2w}",
)}`,
    file,
  );
  expect(settings).toMatchObject({
    ...{ file, owners: ["ada@example.com"], approvers: ["bob@example.com", "eve@example.com"] },
    ...{ description: "Tells penguins apart.", intendedUse: "On adult birds of three islands." },
  });
  const read = settings.gates.get("champion") ?? [];
  expect(read.map(gateTitle)).toEqual([
    "metric: accuracy ≥ 0.9",
    "metric: rmse ≤ 3 by holdout",
    "metric: shift ≥ -1 and ≤ 1",
    "evaluation: holdout, at most 30d old",
    "drift: penguins, at most 7d old",
    "scan: ok",
    "nonInferior: accuracy, margin 0.02 by holdout",
    "reproducibility: within_tolerance",
    "approvals: 2 from bob@example.com, eve@example.com",
    "signed approvals: 1 from eve@example.com",
    "signed",
    "maxAge: 2w",
  ]);
  expect(read[1]).toMatchObject({ at: { file, line: 8, column: 7 } });
});

test("an empty file, one of comments, and keys without a value demand nothing", () => {
  for (const text of ["", "# nothing yet\n", "gates:\n", "gates:\n  champion:\n", "owners: []\n"]) {
    expect(readModelSettings(text, file).gates.get("champion") ?? [], text).toEqual([]);
  }
});

test.each([
  ["aprovers: [a@b.c]\n", '1:1: unknown key "aprovers"; did you mean approvers?'],
  ["just text\n", "1:1: expected a mapping with owners, approvers, description, intendedUse, gates"],
  ["approvers: [bob]\n", '1:13: approvers: expected an e-mail address as git has it, found "bob"'],
  ["gates:\n  3: []\n", '2:3: "3" is no name for an alias; a name is letters, digits'],
  ["gates:\n  v2: []\n", '2:3: "v2" is no name for an alias'],
  [
    gates("{metrik: accuracy, min: 1}"),
    '3:8: unknown gate "metrik" in gates.champion[0]; did you mean metric?',
  ],
  [gates("{}"), "3:7: gates.champion[0]: expected one of metric, nonInferior, evaluation"],
  [gates("scan"), '3:7: gates.champion[0]: expected a mapping of keys to values, found "scan"'],
  [gates("{metric: accuracy}"), "3:7: gates.champion[0]: a metric needs a limit: min, max or both"],
  [gates("{metric: accuracy, mim: 1}"), '3:26: unknown key "mim" in gates.champion[0]; did you mean min?'],
  [gates("{metric: accuracy, min: high}"), '3:31: gates.champion[0].min: expected a number, found "high"'],
  [gates("{metric: accuracy, min: .nan}"), "3:31: gates.champion[0].min: expected a number, found NaN"],
  [gates("{metric: accuracy, max: .inf}"), "expected a number, found Infinity"],
  [gates("{metric: accuracy, min: 2, max: 1}"), "3:31: gates.champion[0]: min 2 is above max 1"],
  [gates("{metric: '', min: 2}"), '3:16: gates.champion[0].metric: expected a name, found ""'],
  [
    gates("{evaluation: holdout, maxAge: 30}"),
    "3:37: gates.champion[0].maxAge: expected an age such as 30d, 2w or 12h",
  ],
  [gates("{drift: penguins, maxAge: 0d}"), "3:33: gates.champion[0].maxAge: expected an age"],
  [gates("{scan: clean}"), '3:14: gates.champion[0].scan: expected one of ok, found "clean"'],
  [gates("{nonInferior: accuracy}"), "3:7: gates.champion[0]: nonInferior needs a margin"],
  [
    gates("{nonInferior: accuracy, margin: -0.1}"),
    "3:39: gates.champion[0].margin: expected 0 or more, found -0.1",
  ],
  [
    gates("{nonInferior: a, margin: 0, direction: up}"),
    "3:46: gates.champion[0].direction: expected one of higher, lower",
  ],
  [gates("{reproducibility: identicl}"), "did you mean identical?"],
  [gates("{approvals: 0}"), "3:19: gates.champion[0].approvals: expected a whole number, 1 or more, found 0"],
  [
    gates("{approvals: 2, from: [a@b.c, A@B.C]}"),
    "3:19: gates.champion[0].approvals: 2 are wanted, and from names 2",
  ],
  [gates("{signed: false}"), "3:16: gates.champion[0].signed: expected true, found false"],
  ["gates: [", "1:9:"],
])("%j is refused with its place", (text, message) => {
  expect(problems(text).join("\n")).toContain(message);
});

test("all mistakes are told at once, in the order of the file", () => {
  const found = problems(`ownrs: []\n${gates("{scan: no}", "{approvals: none}")}`);
  expect(found.map((problem) => problem.split(":")[0])).toEqual(["1", "4", "5"]);
});
