import { cpSync, mkdirSync } from "node:fs";
import { basename } from "node:path";
import { describe, expect, test } from "vitest";
import type { Evidence } from "../../src/registry/evidence/evidence.js";
import { must } from "../support/data-project.js";
import { eventsOf, forgeEvent, forgeEvidence, onlyEvidence } from "../support/forged.js";
import { mlx } from "../support/mlx.js";
import {
  approve,
  modelSettings,
  predictions,
  promote,
  registeredModel,
} from "../support/registered-model.js";
import { as } from "../support/released-prompt.js";
import type { TestRepo } from "../support/repo.js";

const evaluate = ["eval", "run", "holdout", "--record", "--model", "penguins@1"];
const gate = (version: string, name = "penguins") => `gate ${name}@${version} --to champion`;

async function rules(repo: TestRepo): Promise<string[]> {
  const { json } = await mlx(repo, "registry verify --json");
  const findings: readonly { readonly rule: string; readonly file: string }[] = Object(json["findings"]);
  return findings.map(({ rule, file }) => `${rule} ${file}`);
}

describe("evidence that was written by hand under a fitting name", () => {
  /** A version that failed its suite, on record. */
  async function failed(): Promise<{ repo: TestRepo; evidence: Evidence }> {
    const repo = await registeredModel(0.9, 0.95);
    repo.write({ ...modelSettings(["{evaluation: holdout, maxAge: 30d}"]), ...predictions(30) });
    expect((await mlx(repo, evaluate)).code).toBe(1);
    const { file, evidence } = onlyEvidence(repo);
    repo.remove(file);
    return { repo, evidence };
  }

  test("with a verdict that its own gates deny is named, and counts for nothing", async () => {
    const { repo, evidence } = await failed();
    const forged = forgeEvidence(repo, { ...evidence, verdict: "passed" } as Evidence);
    const { code, stdout } = await mlx(repo, gate("1"));
    expect(code).toBe(1);
    expect(stdout).toContain("there is no evidence; 1 file of evidence cannot be read");
    expect(await rules(repo)).toEqual([`damaged-file ${forged}`]);
    expect((await mlx(repo, "registry verify")).stdout).toMatch(
      /the evidence contradicts itself: it says passed, though its gate "accuracy ≥ 0\.8" did not pass/,
    );
  });

  test("with figures that its own cases deny is named", async () => {
    const { repo, evidence } = await failed();
    if (evidence.kind !== "evaluation") throw new Error("it is of an evaluation");
    const gates = evidence.gates.map((one) => ({ ...one, passed: true }));
    const summary = { ...evidence.summary, passed: 40, failed: 0, passRate: 1 };
    const forged = forgeEvidence(repo, { ...evidence, verdict: "passed", gates, summary });
    expect(await rules(repo)).toEqual([`damaged-file ${forged}`]);
    expect((await mlx(repo, gate("1"))).code).toBe(1);
  });

  test("of another record, version or model is named, and counts for nothing", async () => {
    const repo = await registeredModel(0.9, 0.95);
    repo.write(modelSettings(["{evaluation: holdout}"]));
    await must(repo, evaluate);
    const { file, evidence } = onlyEvidence(repo);
    const other = forgeEvidence(repo, { ...evidence, version: "2" });
    expect((await mlx(repo, gate("2"))).stdout).toContain("there is no evidence of 2");
    expect(await rules(repo)).toEqual([`evidence-version ${other}`]);
    repo.remove(other);
    await must(repo, "model register gulls model.json -m made");
    mkdirSync(repo.path("models/gulls/evidence"));
    cpSync(repo.path(file), repo.path("models/gulls/evidence", basename(file)));
    repo.write({ "models/gulls/model.yaml": "gates: {champion: [{evaluation: holdout}]}\n" });
    expect((await mlx(repo, gate("1", "gulls"))).code).toBe(1);
    expect(await rules(repo)).toEqual([`wrong-name models/gulls/evidence/${basename(file)}`]);
  });

  test.each([
    ["{evaluation: holdout}", "the evidence does not count: it is dated 2126-03-01, which is yet to come"],
    [
      "{metric: f1, min: 0.1, evaluation: holdout}\n    - {maxAge: 30d}",
      'the evidence of "metric: f1 ≥ 0.1 by holdout" does not count: it is dated 2126-03-01',
    ],
  ])("with a time that is yet to come is not young for ever: %s", async (gates, said) => {
    const repo = await registeredModel(0.9);
    repo.write(modelSettings([gates]));
    await must(repo, evaluate);
    await must(repo, gate("1"));
    const { file, evidence } = onlyEvidence(repo);
    repo.remove(file);
    forgeEvidence(repo, { ...evidence, time: "2126-03-01T12:00:00.000Z" });
    const { code, stdout } = await mlx(repo, gate("1"));
    expect([code, stdout]).toEqual([1, expect.stringContaining(said)]);
  });
});

describe("an approval", () => {
  async function approved(): Promise<TestRepo> {
    const repo = await registeredModel(0.9, 0.95);
    repo.write(modelSettings(["{approvals: 1}"]));
    await must(repo, approve("1"), { env: as("bob") });
    await must(repo, gate("1"));
    return repo;
  }

  test("that was copied from another model counts for nothing, and the copy is named", async () => {
    const repo = await approved();
    await must(repo, "model register gulls model.json -m made");
    repo.write({ "models/gulls/model.yaml": "gates: {champion: [{approvals: 1}]}\n" });
    const name = `${eventsOf(repo).at(-1)?.id}.json`;
    cpSync(repo.path("models/penguins/events", name), repo.path("models/gulls/events", name));
    expect((await mlx(repo, gate("1", "gulls"))).stdout).toContain("0 of 1; bob@example.com lapsed");
    expect(await rules(repo)).toContain(`wrong-name models/gulls/events/${name}`);
  });

  test("that says another version of the same record counts for nothing", async () => {
    const repo = await approved();
    const approval = eventsOf(repo).at(-1);
    if (approval?.target === undefined) throw new Error("there is no approval");
    forgeEvent(repo, approval, {
      id: "01M8KY2GSQ42WHN728B54ZPBWH",
      target: { ...approval.target, version: "2" },
    });
    expect((await mlx(repo, gate("2"))).stdout).toContain("0 of 1; bob@example.com lapsed");
  });

  test("that was copied under another name still counts once, and the copy is named", async () => {
    const repo = await approved();
    repo.write(modelSettings(["{approvals: 2}"]));
    const events = "models/penguins/events";
    const copy = `${events}/01M8KY2GSQ42WHN728B54ZPBWH.json`;
    cpSync(repo.path(events, `${eventsOf(repo).at(-1)?.id}.json`), repo.path(copy));
    expect((await mlx(repo, gate("1"))).stdout).toContain("1 of 2 by bob@example.com");
    expect(await rules(repo)).toEqual([`wrong-name ${copy}`]);
  });
});

describe("an event", () => {
  test("that promotes by hand past the gates is not completed, and shows in the log as without gates", async () => {
    const repo = await registeredModel(0.9, 0.5);
    await must(repo, promote("1"));
    repo.write(modelSettings(["{metric: accuracy, min: 0.8}"]));
    const [first, second, alias] = eventsOf(repo);
    if (!first || !second?.target || !alias?.target) throw new Error("there are three events");
    const id = "7ZZZZZZZZ042WHN728B54ZPBWH";
    const change = { id, parents: [alias.digest, second.digest], target: second.target };
    forgeEvent(repo, alias, { ...change, previous: alias.target });
    const before = repo.read("models/penguins/aliases/champion");
    const { code, stdout } = await mlx(repo, promote("2"));
    expect([code, stdout]).toEqual([1, expect.stringContaining("refused: champion of penguins stays at 1")]);
    expect(repo.read("models/penguins/aliases/champion")).toBe(before);
    expect(await must(repo, "registry log --limit 1")).toMatch(/champion 1 → 2 +without gates/);
  });

  test("that moved an alias past a gate that failed, and overrides nothing, is named", async () => {
    const repo = await registeredModel(0.9);
    await must(repo, promote("1"));
    const alias = eventsOf(repo).at(-1);
    if (!alias) throw new Error("there is an event");
    const gates = [{ gate: "scan: ok", passed: false, reason: "suspicious" }];
    const file = forgeEvent(repo, alias, { gates });
    expect(await rules(repo)).toEqual([`damaged-file ${file}`]);
    expect((await mlx(repo, "registry verify")).stdout).toContain("though scan: ok failed");
  });

  test("with the last id that there can be stops the next one with its file, and not with a bug", async () => {
    const repo = await registeredModel(0.9);
    const [first] = eventsOf(repo);
    if (!first) throw new Error("there is an event");
    const file = forgeEvent(repo, first, { kind: "approve", id: "7ZZZZZZZZZZZZZZZZZZZZZZZZZ" });
    const { code, error } = await mlx(repo, promote("1", "--json"));
    expect([code, error.code]).toEqual([3, "MLX_REGISTRY_DAMAGED"]);
    expect(error.message).toContain(`${file} has an id after which there is no other`);
    expect(repo.exists("models/penguins/aliases")).toBe(false);
  });
});
