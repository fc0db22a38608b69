// Ada's model before its gates: intervals on each island, and two models held against each other on the same penguins.
import { cpSync } from "node:fs";
import { join } from "node:path";
import { chapter, expectEqual, expectText, project, say } from "./stage.mjs";

const suite = join(project, "examples", "penguins", "evals", "penguins.eval.yaml");

export function writeSuite(ada) {
  cpSync(suite, ada.path("evals", "penguins.eval.yaml"));
}

/** The first model does not pass. @param told its accuracy as the training said it, in percent. */
export function evaluateModel(ada, told) {
  chapter(
    "Is it good enough?",
    "A suite on the penguins held out: each gate wants the whole 95% interval above its limit, on each island too.",
  );
  const printed = ada.run("mlx eval run penguins --model penguins@1 --record", { exit: 1 });
  expectText(printed, "✗ accuracy ≥ 0.8 (island: Dream): 0.3721 (95%: 0.2438 to 0.5214)");
  expectText(printed, "✓ accuracy ≥ 0.75 (island: Torgersen): 1 (95%: 0.8064 to 1)");
  expectEqual(percent(lastEvaluation(ada)), told, "the accuracy that the suite counts, in percent");
  say(
    "   One island pays for the others: no penguin of the third species was recognised, and they live on Dream.",
  );
}

/** The second one does. @returns the interval of its accuracy in percent, and the page about it. */
export function compareModels(ada, told) {
  chapter(
    "Good enough now?",
    "The same penguins, the same gates, and the two models case by case: what changed is more than chance.",
  );
  ada.run("mlx eval run penguins --model penguins@2 --record --output ../penguins.html");
  const document = lastEvaluation(ada);
  expectEqual(percent(document), told, "the accuracy that the suite counts, in percent");
  for (const { name, passed, interval, threshold } of document.gates.filter((gate) => gate.interval)) {
    expectEqual(passed, true, `the verdict of ${name}`);
    expectEqual(interval[0] >= threshold, true, `the lower bound of ${name} at or above its limit`);
  }
  const compared = ada.run("mlx eval compare last~1 last --limit 1");
  expectText(compared, "improved, +23.3 points");
  expectText(compared, "0 cases worse, 24 better");
  const [low, high] = document.interval.map((bound) => (bound * 100).toFixed(1));
  return { interval: `${low} to ${high}`, page: ada.path("..", "penguins.html") };
}

function lastEvaluation(ada) {
  return JSON.parse(ada.run("mlx eval show --json", { quiet: true }));
}

const percent = ({ passRate }) => Number((passRate * 100).toFixed(1));
