import { expect, test } from "vitest";
import { must } from "../support/data-project.js";
import { mlx } from "../support/mlx.js";
import { changes, modelSettings, promote, recordOf, registeredModel } from "../support/registered-model.js";

const rollback = "model rollback penguins champion";
const champion = "models/penguins/aliases/champion";
const held = (text: string) => text.split(" ").slice(0, 2);

async function promoted(...versions: string[]) {
  const repo = await registeredModel(0.9, 0.92, 0.94);
  for (const version of versions) await must(repo, promote(version));
  repo.commit();
  return repo;
}

test("a rollback restores what held the alias before exactly, as a new event, and says what", async () => {
  const repo = await promoted("1", "2");
  const before = repo.git("show", `HEAD:${champion}`);
  await must(repo, promote("3"));
  const events = repo.git("ls-files", "models/penguins/events").split("\n").length;
  const { code, stdout } = await mlx(repo, `${rollback} -m "Wrong on small birds"`);
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^champion of penguins: 3 → 2 \(rolled back\)\nverified penguins@2: registered .* UTC by test@example\.com, sha256 [0-9a-f]{12}\n/,
  );
  expect(held(repo.read(champion))).toEqual(held(before));
  repo.commit();
  expect(repo.git("ls-files", "models/penguins/events").split("\n")).toHaveLength(events + 2);
  expect(await must(repo, "registry log --alias champion --limit 1")).toMatch(
    /champion 3 → 2 \(rollback\) +Wrong on small birds/,
  );
  await must(repo, "registry verify");
});

test("a second rollback goes further back, and then there is nothing to go back to", async () => {
  const repo = await promoted("1", "2", "3");
  await must(repo, rollback);
  expect(await must(repo, rollback)).toContain("champion of penguins: 2 → 1");
  const { code, error } = await mlx(repo, `${rollback} --json`);
  expect([code, error.code]).toEqual([2, "MLX_NO_ROLLBACK"]);
});

test("no gate is judged: neither one that fails nor model.yaml that nobody can read is in the way", async () => {
  const repo = await promoted("1", "2");
  repo.write(modelSettings(["{metric: accuracy, min: 0.99}"]));
  expect((await mlx(repo, `${rollback} --json`)).json).toMatchObject({
    version: "1",
    record: recordOf(repo, "1"),
    previous: "2",
    kind: "rollback",
  });
  await must(repo, promote("2", "--override", "again"));
  repo.write({ "models/penguins/model.yaml": "gates: [" });
  await must(repo, rollback);
});

test("a dry run says which version it would be, and writes nothing", async () => {
  const repo = await promoted("1", "2");
  expect(await must(repo, `${rollback} --dry-run`)).toContain("would move champion of penguins: 2 → 1");
  expect(changes(repo)).toBe("");
});

test("--commit commits the event and the pointer alone", async () => {
  const repo = await promoted("1", "2");
  repo.write({ "mine.txt": "mine" });
  repo.git("add", "mine.txt");
  await must(repo, `${rollback} --commit`);
  expect(repo.git("log", "-1", "--format=%s")).toBe("Roll champion of penguins back to 1");
  expect(changes(repo)).toBe("A  mine.txt");
});

test("an archived version is restored all the same, with a warning", async () => {
  const repo = await promoted("1", "2");
  await must(repo, ["model", "archive", "penguins@1", "-m", "old"]);
  const { code, stderr } = await mlx(repo, rollback);
  expect([code, stderr]).toEqual([0, expect.stringContaining("penguins@1 is archived")]);
});

test("a damaged record of the version before stops it, and names the file", async () => {
  const repo = await promoted("1", "2");
  const file = "models/penguins/versions/1.json";
  repo.write({ [file]: repo.read(file).replace("made", "Made") });
  const { code, error } = await mlx(repo, `${rollback} --json`);
  expect([code, error.code]).toEqual([3, "MLX_REGISTRY_DAMAGED"]);
  expect(error.message).toContain(file);
  expect(held(repo.read(champion))[0]).toBe("2");
});

test("an alias that is not there, and a model that is not, are named", async () => {
  const repo = await promoted("1");
  expect((await mlx(repo, "model rollback penguins production --json")).error).toMatchObject({
    ...{ code: "MLX_ALIAS_NOT_FOUND", hint: "it has: champion" },
  });
  await must(repo, "model promote penguins@1 --to staging");
  const hints = async (words: string) => (await mlx(repo, `model ${words} --json`)).error.hint;
  expect(await hints("unalias penguins stagin")).toBe("did you mean staging? it has: champion, staging");
  expect(await hints("rollback penguins champ")).toBe("did you mean champion? it has: champion, staging");
  expect((await mlx(repo, "model rollback gulls champion --json")).error.code).toBe("MLX_NOT_PUBLISHED");
  expect((await mlx(repo, "model rollback penguins@1 champion --json")).error.code).toBe("MLX_REFERENCE");
});

test("unalias takes an alias away, as an event, and commits that", async () => {
  const repo = await promoted("1");
  expect(await must(repo, "model unalias penguins champion --commit")).toContain(
    "champion of penguins: 1 → removed",
  );
  expect([repo.exists(champion), changes(repo)]).toEqual([false, ""]);
  expect(repo.git("log", "-1", "--format=%s")).toBe("Take champion of penguins away");
  await must(repo, "registry verify");
  // A removal is no holder: there is nothing to go back to.
  expect((await mlx(repo, "model unalias penguins champion --json")).error.code).toBe("MLX_ALIAS_NOT_FOUND");
  expect(await must(repo, rollback)).toContain("champion of penguins: 1 (rolled back)");
});
