import { expect, test } from "vitest";
import { textWidth } from "../../src/ui/text-width.js";
import { must } from "../support/data-project.js";
import { mlx } from "../support/mlx.js";
import { ModelScene } from "../support/model-scene.js";
import { penguinsLineage } from "../support/penguins-lineage.js";
import { gitRepo, type TestRepo } from "../support/repo.js";

function repoOf(...scenes: ModelScene[]): TestRepo {
  const repo = gitRepo();
  for (const { files } of scenes) for (const [path, content] of files) repo.write({ [path]: content });
  return repo;
}

const row = (text: string, key: string) =>
  text
    .split("\n")
    .map((line) => line.trim().split(/ {2,}/))
    .find(([first]) => first === key);

test("figures say which way they went, files how they changed, data by digest", async () => {
  const text = await must(repoOf(penguinsLineage()), "model diff penguins@champion penguins@production");
  expect(row(text, "val/accuracy ↑")).toEqual(["val/accuracy ↑", "0.91", "0.95", "+0.04 (+4.4%) better"]);
  expect(row(text, "val/loss ↓")).toEqual(["val/loss ↓", "0.31", "0.24", "-0.07 (-23%) better"]);
  expect(row(text, "size")).toEqual(["size", "3", "5", "+2 (+67%)"]);
  expect(row(text, "model.onnx")?.at(-1)).toBe("changed, +2 B");
  expect(row(text, "scaler.json")).toEqual(["scaler.json", "–", "2 B 44136fa355b3", "added"]);
  expect(row(text, "labels.txt")).toBeUndefined();
  expect(row(text, "data/train.csv")).toHaveLength(3);
  expect(row(text, "opsets")).toEqual(["opsets", "ai.onnx 17", "ai.onnx 18"]);
  expect(row(text, "lr")).toEqual(["lr", "0.01", "0.003"]);
  expect(row(text, "golden")).toEqual([...["golden", "failed, 58 of 60, 96.7%", "passed, 58 of 60, 96.7%"]]);
  expect(text).toContain("environment  all 5 the same");
});

test("--all shows what is equal, --higher turns a figure round", async () => {
  const text = await must(repoOf(penguinsLineage()), "model diff penguins@1 penguins@2 --all --lower size");
  expect(row(text, "labels.txt")).toHaveLength(3);
  expect(row(text, "interpreter")).toEqual(["interpreter", "python 3.12.1", "python 3.12.1"]);
  expect(row(text, "size ↓")?.at(-1)).toBe("+2 (+67%) worse");
});

test("the code between two commits of this clone is counted", async () => {
  const repo = gitRepo({ "train.py": "1\n" });
  const commits = [repo.commit("one")];
  repo.write({ "train.py": "2\n", "more.py": "x\n" });
  commits.push(repo.commit("two"));
  const made = new ModelScene();
  for (const [at, commit] of commits.entries())
    made.register(at + 1, undefined, { code: { commit, dirty: false } });
  for (const [path, content] of made.files) repo.write({ [path]: content });
  const text = await must(repo, "model diff penguins@1 penguins@2");
  expect(row(text, "commit")?.at(-1)).toBe("2 files changed");
  const { json } = await mlx(repo, "model diff penguins@1 penguins@2 --json");
  expect(json["code"]).toMatchObject([{ path: "more.py", added: 1 }, { path: "train.py" }]);
});

test("on a terminal no line is wider than it, and nothing of a value is cut", async () => {
  const made = new ModelScene();
  const parameters = (rate: number) => ({
    features: '["bill_length_mm","bill_depth_mm","flipper_length_mm","body_mass_g"]',
    rate,
  });
  for (const version of [1, 2])
    made.register(version, undefined, {
      parameters: parameters(version),
      metrics: { accuracy: 0.971 + version / 100, train_loss: 0.058285 / version },
      run: { id: `01M8MYDJ5KRW92ZNJHFB3HRAV${version}`, name: `run ${version}`, experiment: "Default" },
    });
  const repo = repoOf(made);
  for (const columns of [80, 60]) {
    const { code, stdout } = await mlx(repo, "model diff penguins@1 penguins@2 --all --no-color", {
      columns,
    });
    expect([code, stdout.split("\n").filter((line) => textWidth(line) > columns)]).toEqual([0, []]);
    expect(stdout).not.toContain("…");
    for (const feature of columns < 80 ? [] : ["bill_depth_mm", "body_mass_g"])
      expect(stdout.split(feature)).toHaveLength(3);
    expect(row(stdout, "run")).toEqual(["run", "FB3HRAV1", "FB3HRAV2"]);
  }
});

test("piped, each value stands on one line", async () => {
  const made = new ModelScene();
  const features = JSON.stringify(Array.from({ length: 8 }, (_, at) => `feature_${at}`));
  for (const version of [1, 2])
    made.register(version, undefined, { parameters: { features, seed: version } });
  const text = await must(repoOf(made), "model diff penguins@1 penguins@2 --all");
  expect(row(text, "features")).toEqual(["features", features, features]);
});

test("JSON holds both values of everything, null where one has none", async () => {
  const { code, json } = await mlx(repoOf(penguinsLineage()), "model diff penguins@1 penguins@2 --json");
  expect(code).toBe(0);
  expect(json).toMatchObject({
    same: false,
    versions: [
      { name: "penguins", version: "1" },
      { name: "penguins", version: "2" },
    ],
    prompts: [
      { key: "labeller@1.2.0", values: [null, expect.stringMatching(/^[0-9a-f]{64}$/)], differs: true },
    ],
  });
  const metrics = json["metrics"] as { key: string }[];
  expect(metrics.find(({ key }) => key === "val/loss")).toMatchObject({
    ...{ direction: "min", values: [0.31, 0.24], better: true, differs: true },
  });
  const files = json["files"] as { path: string; change: string }[];
  expect(files.map(({ path, change }) => `${path} ${change}`)).toEqual([
    ...["labels.txt same", "model.onnx changed", "scaler.json added"],
  ]);
});

test("a version is the same as itself, and two models can be compared", async () => {
  const other = new ModelScene("others");
  other.register(1);
  const repo = repoOf(penguinsLineage(), other);
  expect(await must(repo, "model diff penguins@1 penguins@champion")).toContain(
    "the same files with the same lineage",
  );
  expect((await mlx(repo, "model diff penguins@1 penguins@champion --json")).json["same"]).toBe(true);
  expect(await must(repo, "model diff penguins@1 others@1")).toContain("others@1");
});

test("what is no version exits 2", async () => {
  const repo = repoOf(penguinsLineage());
  const wrong = async (words: string) => (await mlx(repo, `model diff ${words} --json`)).error.code;
  expect(await wrong("penguins@1 penguins")).toBe("MLX_REFERENCE");
  expect(await wrong("penguins@1 penguins@7")).toBe("MLX_VERSION_NOT_FOUND");
  expect(await wrong("penguins@1 nobody@1")).toBe("MLX_NOT_PUBLISHED");
  expect(await wrong("penguins@1")).toBe("MLX_USAGE");
});
