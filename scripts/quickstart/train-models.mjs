// A part of the quickstart: Ada trains a model until it passes its suite, compares, repeats the run from its record, and brings the
// model into production.
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { compareModels, evaluateModel, writeSuite } from "./evaluate-models.mjs";
import { promoteModels, refuseFirstModel } from "./promote-models.mjs";
import { chapter, expectEqual, expectText, project, Surprise, say, sha256 } from "./stage.mjs";

const example = join(project, "examples", "penguins");
const outputs = ["model.json", "holdout.csv", "predictions.jsonl"];
const command = `--input data/penguins.csv ${outputs.map((file) => `--output ${file}`).join(" ")} -- node train.mjs`;

/** Changes some parameters as a person would in an editor. */
function editParams(file, changes) {
  const params = { ...JSON.parse(readFileSync(file, "utf8")), ...changes };
  writeFileSync(file, `${JSON.stringify(params, null, 2)}\n`);
  for (const [key, value] of Object.entries(changes)) say(`   ${key}: ${JSON.stringify(value)}`);
}

/** What the training itself said of its result, in percent. */
function toldAccuracy(printed) {
  const [, percent] = /: ([\d.]+) % of those recognised/.exec(printed) ?? [];
  if (percent === undefined) throw new Surprise("the training did not tell its accuracy");
  return Number(percent);
}

/** @returns the accuracy of both models in percent, with the interval of the second one, the page that tells of it, and what was released. */
export function trainModels(base, ada) {
  chapter(
    "Ada trains a model",
    "A plain Node script. mlx run records the code, the data, the settings and what comes out.",
  );
  for (const file of ["train.mjs", "params.json"]) cpSync(join(example, file), ada.path(file));
  writeFileSync(ada.path(".gitignore"), outputs.map((file) => `${file}\n`).join(""));
  writeSuite(ada);
  ada.run("git add --all");
  ada.run('git commit --quiet -m "Train a model"', { quiet: true });
  const baseline = toldAccuracy(ada.run(`mlx run --name baseline ${command}`));
  ada.run('mlx model register penguins model.json -m "Two measurements"');
  evaluateModel(ada, baseline);
  refuseFirstModel(ada);

  chapter("She tries other settings", "Two more measurements of each penguin, and larger steps.");
  editParams(ada.path("params.json"), {
    features: ["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"],
    learning_rate: 1,
  });
  ada.run('git commit --quiet --all -m "Use all measurements"');
  const better = toldAccuracy(ada.run(`mlx run --name all-measurements ${command}`));
  const model = sha256(ada.path("model.json"));
  ada.run('mlx model register penguins model.json -m "All measurements"');
  const { interval, page } = compareModels(ada, better);

  chapter("Which one is better, and why?", "Parameters, metrics, data, code and environment, side by side.");
  ada.run("mlx runs list");
  expectText(ada.run("mlx runs compare baseline all-measurements"), "learning_rate");
  expectText(ada.run("mlx runs best --metric accuracy"), "all-measurements");
  const [first, second] = recordedAccuracies(ada);
  expectEqual(first, baseline, "the recorded accuracy of baseline, in percent");
  expectEqual(second, better, "the recorded accuracy of all-measurements, in percent");

  chapter(
    "Can the result be had again?",
    "Commit, data, settings and command come from the record; her working tree is left alone.",
  );
  expectText(ada.run("mlx runs reproduce all-measurements --record penguins@2"), "identical outputs");
  const [reproduced] = runsOf(ada);
  expectEqual(reproduced.tags["mlx.grade"], "identical", "the grade of the reproduction");
  const again = JSON.parse(ada.run(`mlx runs show ${reproduced.id} --json`, { quiet: true }));
  expectEqual(outputDigest(again), model, "the digest of the model made again");
  const train = (name) => ada.run(`mlx run --name ${name} ${command}`, { quiet: true });
  const released = promoteModels(base, ada, { digest: model, train });
  return { baseline, better, interval, page, released };
}

function runsOf(ada) {
  return JSON.parse(ada.run("mlx runs list --json", { quiet: true })).runs;
}

/** Of the two trainings, in percent with one digit after the point as the script prints it. */
function recordedAccuracies(ada) {
  const runs = runsOf(ada);
  return ["baseline", "all-measurements"].map((name) => {
    const run = runs.find((candidate) => candidate.name === name);
    return Number((100 * run.metrics.accuracy).toFixed(1));
  });
}

function outputDigest(document) {
  const { run = document } = document;
  return run.context.outputs.find(({ path }) => path === "model.json").sha256;
}
