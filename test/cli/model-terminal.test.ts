import { expect, test } from "vitest";
import { textWidth } from "../../src/ui/text-width.js";
import { mlx } from "../support/mlx.js";
import { treesText } from "../support/model-project.js";
import { ModelScene } from "../support/model-scene.js";
import { gitRepo } from "../support/repo.js";

test("what is printed of models fits the terminal, and is whole in a pipe", async () => {
  const made = new ModelScene();
  const features = '["bill_length_mm","bill_depth_mm","flipper_length_mm","body_mass_g","island","sex"]';
  const metrics = { accuracy: 0.970873786, balanced_accuracy: 0.95, train_loss: 0.058285 };
  made.register(1, undefined, { parameters: { features, epochs: 60 }, metrics, missing: ["run", "data"] });
  const gate = { gate: "nonInferior: accuracy, margin 0.05 by penguins", passed: true };
  const reason = "nothing holds the alias yet: there is nothing to compare it with";
  made.alias("production", "1", {
    message: "The first model that anybody used",
    gates: [{ ...gate, reason }],
  });
  made.alias("staging", "1");
  const repo = gitRepo();
  for (const [path, content] of made.files) repo.write({ [path]: content });
  const whole = {
    "model show penguins@1": `features ${features}`,
    "model lineage penguins@1": `epochs 60, features ${features}`,
    "model list": "production 1, staging 1",
    "model list penguins": "accuracy 0.97087, balanced_accuracy 0.95, +1",
    "registry log": reason,
  };
  for (const [command, text] of Object.entries(whole)) {
    const onTerminal = (await mlx(repo, `${command} --no-color`, { columns: 80 })).stdout.split("\n");
    expect([command, onTerminal.filter((line) => textWidth(line) > 80)]).toEqual([command, []]);
    expect([command, (await mlx(repo, command)).stdout]).toEqual([command, expect.stringContaining(text)]);
  }
});

test("findings of registry verify and what is not known of a lineage go on below, indented", async () => {
  const repo = gitRepo({ "m.txt": treesText() });
  const { stderr } = await mlx(repo, "model register penguins m.txt -m First --no-color", { columns: 80 });
  const gaps = stderr.split("\n").filter((line) => line.startsWith("  "));
  expect(gaps.filter((line) => textWidth(line) > 80)).toEqual([]);
  expect(gaps).toContain("    run that did: --run ID");
  repo.write({ "models/penguins/versions/1.yaml": `${repo.read("models/penguins/versions/1.yaml")}#\n` });
  const found = await mlx(repo, "registry verify --no-color", { columns: 80 });
  const lines = found.stdout.split("\n");
  expect([found.code, lines.filter((line) => textWidth(line) > 80)]).toEqual([1, []]);
  expect(lines[0]).toMatch(/^models\/penguins\/versions\/1\.yaml:\d+:\d+: /);
  expect((await mlx(repo, "registry verify")).stdout.split("\n").length).toBeLessThan(lines.length);
});
