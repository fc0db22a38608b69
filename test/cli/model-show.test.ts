import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { must } from "../support/data-project.js";
import { mlx } from "../support/mlx.js";
import { fixtureBytes } from "../support/model-fixtures.js";
import { trainedProject, treesText } from "../support/model-project.js";
import { penguinsLineage } from "../support/penguins-lineage.js";
import { approve, modelSettings, registeredModel } from "../support/registered-model.js";
import { as } from "../support/released-prompt.js";
import { gitRepo } from "../support/repo.js";

test("everything of a version is told within 80 columns", async () => {
  const { repo } = await trainedProject();
  await must(repo, "model register penguins --run last -m 'More epochs' --tag team=a --license MIT");
  const text = await must(repo, "model show penguins");
  expect(text.split("\n").filter((line) => line.length > 80)).toEqual([]);
  const lines = [
    ...["penguins@1", "message      More epochs", "files        1 file, ", "scan         ok"],
    ...["run          ", "(experiment Default)", "data         data/train.csv", "parameters   epochs 3"],
    ...["figures      loss 0.14063", "tags         team a", "license      MIT", "environment  "],
  ];
  for (const line of lines) expect(text).toContain(line);
  expect(text).toContain(`commit       ${repo.git("rev-parse", "HEAD").slice(0, 12)}`);
  expect(text).not.toContain("not known");
});

test("what is not known of the lineage is told", async () => {
  const repo = gitRepo({ "m.txt": treesText() });
  await must(repo, "model register m m.txt");
  expect(await must(repo, "model show m@1")).toContain("not known    which run made it\n");
});

test("the header of an adapter with its many files fits, too", async () => {
  const files = Object.fromEntries(
    Array.from({ length: 20 }, (_, index) => [
      `out/a rather long name of a file ${index}.txt`,
      `text ${index}`,
    ]),
  );
  const repo = gitRepo({
    ...files,
    "out/adapter_config.json": fixtureBytes("good/adapter_config.json"),
    "out/adapter_model.safetensors": fixtureBytes("good/adapter_model.safetensors"),
  });
  await must(repo, ["model", "register", "lora", "out", "-m", `${"many words ".repeat(20)}`]);
  const { stdout: text } = await mlx(repo, "model show lora --no-color", { columns: 80 });
  expect(text.split("\n").filter((line) => line.length > 80)).toEqual([]);
  expect(text).toContain("LoRA         rank");
  expect(text).toContain("and 10 more; --verbose or --json has them");
  expect(await must(repo, "model show lora --verbose")).toContain("adapter_model.safetensors");
});

test("without a version it is the latest that is not archived", async () => {
  const repo = gitRepo({ "m.txt": treesText("1") });
  await must(repo, "model register m m.txt");
  repo.write({ "m.txt": treesText("2") });
  await must(repo, "model register m m.txt");
  expect((await mlx(repo, "model show m --json")).json).toMatchObject({ version: "2", archived: null });
  await must(repo, "model archive m@2 -m wrong");
  expect((await mlx(repo, "model show m --json")).json).toMatchObject({ version: "1" });
  const archived = (await mlx(repo, "model show m@2 --json")).json;
  expect(archived).toMatchObject({ version: "2", archived: { message: "wrong" } });
  expect(await must(repo, "model show m@2")).toMatch(/^m@2 {2}archived\n/);
});

test("the JSON document has the record, the details and what was said since", async () => {
  const { repo, run } = await trainedProject();
  await must(repo, "model register penguins --run last -m first");
  expect((await mlx(repo, "model show penguins@1 --json")).json).toMatchObject({
    ...{ schemaVersion: 1, name: "penguins", version: "1", alias: null, aliases: [] },
    ...{
      path: "models/penguins/versions/1.yaml",
      versions: ["1"],
      missing: [],
      gaps: [],
      approvals: [],
      evidence: [],
    },
    registered: { message: "first", author: { email: "test@example.com" } },
    run: { id: run },
    artifacts: [{ path: "model.json" }],
  });
});

test("a version or a model that is not there, and a changed frozen file, are told", async () => {
  const repo = gitRepo({ "m.txt": treesText() });
  await must(repo, "model register m m.txt");
  const absent = await mlx(repo, "model show m@7 --json");
  expect([absent.code, absent.error.code, absent.error.hint]).toEqual([
    2,
    "MLX_VERSION_NOT_FOUND",
    expect.stringContaining("it has 1"),
  ]);
  expect((await mlx(repo, "model show a/b --json")).error).toMatchObject({
    code: "MLX_REFERENCE",
    message: '"a/b" names no model',
  });
  repo.write({ "models/m/versions/1.yaml": repo.read("models/m/versions/1.yaml").replace("644", "755") });
  const changed = await mlx(repo, "model show m --json");
  expect([changed.code, changed.error.code]).toEqual([3, "MLX_REGISTRY_DAMAGED"]);
});

test("evidence is told with its verdict and the beginning of its digest, the newest first", async () => {
  const repo = gitRepo();
  for (const [path, content] of penguinsLineage().files) repo.write({ [path]: content });
  const text = await must(repo, "model show penguins@2");
  const lines = text.split("\n");
  const at = lines.findIndex((line) => line.startsWith("evidence "));
  const shown = lines.slice(at, at + 3).map((line) => line.slice(13));
  const digests = readdirSync(repo.path("models/penguins/evidence")).map((file) => file.slice(0, 12));
  for (const line of shown) {
    expect(line).toMatch(
      /^(evaluation golden passed|drift inflow drift|reproduction within_tolerance), 2026-03-02 /,
    );
    expect(digests).toContain(line.slice(-12));
  }
  expect(new Set(shown).size).toBe(3);
  expect(text).toMatch(/approvals {4}approved by Bob@Example\.com, .*: looked at the/);
});

test("an approval says whether it counts: not the author's own, not a stranger's, not one that has lapsed", async () => {
  const repo = await registeredModel(0.9);
  repo.write(modelSettings(["{scan: ok}"], "approvers: [ann@example.com, test@example.com]\n"));
  await must(repo, approve("1"));
  await must(repo, approve("1"), { env: as("bob") });
  await must(repo, approve("1"), { env: as("ann") });
  const approvals = async () => {
    const { stdout } = await mlx(repo, "model show penguins@1", { columns: 200 });
    return stdout.split("\n").filter((line) => line.includes("approved by"));
  };
  expect(await approvals()).toEqual([
    expect.stringMatching(/test@example\.com, .*\(does not count: is the version's own author\)$/),
    expect.stringMatching(/bob@example\.com, .*\(does not count: is not among those who may approve\)$/),
    expect.stringMatching(/ann@example\.com, .*: looked at it \(counts\)$/),
  ]);
  await must(repo, "eval run holdout --record --model penguins@1");
  expect((await approvals())[2]).toMatch(
    /\(does not count: lapsed: there is evidence now that was not there/,
  );
  await must(repo, approve("1", "--reject"), { env: as("ann") });
  expect((await approvals())[2]).toContain("(does not count: was said before the last word)");
});
