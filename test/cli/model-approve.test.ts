import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { must } from "../support/data-project.js";
import { mlx } from "../support/mlx.js";
import {
  approve,
  changes,
  modelSettings,
  predictions,
  promote,
  registeredModel,
} from "../support/registered-model.js";
import { as } from "../support/released-prompt.js";
import type { TestRepo } from "../support/repo.js";
import { tempFolder } from "../support/temp-folder.js";

const by = (name: string) => ({ env: as(name) });
const evaluate = ["eval", "run", "holdout", "--record", "--model", "penguins@1"];

async function gated(gate = "{approvals: 1}", rest = "") {
  const repo = await registeredModel(0.9);
  repo.write(modelSettings([gate], rest));
  return repo;
}

test("somebody else's approval passes the gate, and keeps on which evidence it was given", async () => {
  const repo = await gated();
  await must(repo, evaluate);
  const { json } = await mlx(repo, approve("1", "--json"), by("bob"));
  expect(json).toMatchObject({
    ...{ name: "penguins", version: "1", kind: "approve", counts: true, changed: true, dryRun: false },
    evidence: [expect.stringMatching(/^[0-9a-f]{64}$/)],
  });
  const { stdout } = await mlx(repo, promote("1"));
  expect(stdout).toMatch(/passed +approvals: 1 · 1 of 1 by bob@example\.com/);
  await must(repo, "registry verify");
});

test("the author's own approval is kept on record, warned of, and does not count", async () => {
  const repo = await gated();
  const { stdout, stderr } = await mlx(repo, approve("1"));
  expect(stdout).toContain("penguins@1: approved by test@example.com, on no evidence");
  expect(stderr).toContain("counts for no gate");
  const refused = await mlx(repo, promote("1"));
  expect([refused.code, refused.stdout]).toEqual([
    1,
    expect.stringContaining("test@example.com is the version's own author"),
  ]);
});

test("who is not among the approvers is told so at once, and counts for no gate", async () => {
  const repo = await gated("{approvals: 1}", "approvers: [eve@example.com]\n");
  const { stderr } = await mlx(repo, approve("1"), by("bob"));
  expect(stderr).toContain("bob@example.com is not among the approvers of models/penguins/model.yaml");
  const refused = await mlx(repo, promote("1"));
  expect(refused.stdout).toMatch(
    /failed +approvals: 1 from eve@example\.com · 0 of 1; bob@example\.com is not among those/,
  );
  await must(repo, approve("1"), by("Eve"));
  await must(repo, promote("1"));
});

test("an approval lapses when evidence comes, and the same person can give it anew", async () => {
  const repo = await gated();
  await must(repo, approve("1"), by("bob"));
  expect((await mlx(repo, approve("1", "--json"), by("bob"))).json).toMatchObject({ changed: false });
  await must(repo, evaluate);
  const refused = await mlx(repo, promote("1"));
  expect([refused.code, refused.stdout]).toEqual([
    1,
    expect.stringContaining("lapsed: there is evidence now that was not there"),
  ]);
  expect((await mlx(repo, approve("1", "--json"), by("bob"))).json).toMatchObject({ changed: true });
  await must(repo, promote("1"));
});

test("approval of other bytes is none: the version that stands there now has another record", async () => {
  const repo = await gated();
  await must(repo, approve("1"), by("bob"));
  const kept = repo.git("ls-files", "--others", "models/penguins/events").split("\n");
  const approval = kept.find((file) => repo.read(file).includes('"kind": "approve"')) ?? "";
  const text = repo.read(approval);
  const again = await registeredModel(0.95);
  again.write({ ...modelSettings(["{approvals: 1}"]), [approval]: text });
  const refused = await mlx(again, promote("1"));
  expect([refused.code, refused.stdout]).toEqual([
    1,
    expect.stringContaining("lapsed: it was given for another record of this version"),
  ]);
});

test("a rejection takes an earlier approval back", async () => {
  const repo = await gated();
  await must(repo, approve("1"), by("bob"));
  expect(await must(repo, approve("1", "--reject"), by("bob"))).toContain(
    "penguins@1: rejected by bob@example.com",
  );
  expect((await mlx(repo, promote("1"))).stdout).toContain("bob@example.com rejected it");
});

test("what a promotion took out of the ledger is no new evidence for those who approved before", async () => {
  const repo = await gated();
  repo.write(modelSettings(["{approvals: 1}", "{drift: holdout}"]));
  await must(repo, "drift baseline holdout --data data/holdout.csv");
  await must(repo, "drift check holdout --data data/holdout.csv");
  await must(repo, approve("1"), by("bob"));
  await must(repo, promote("1"));
  await must(repo, "model unalias penguins champion");
  await must(repo, promote("1"));
});

test.each([
  [["model", "approve", "penguins@1"], "MLX_USAGE", "say why"],
  [["model", "approve", "penguins", "-m", "x"], "MLX_REFERENCE", "which version"],
  [approve("7"), "MLX_VERSION_NOT_FOUND", "it has"],
])("%j is refused", async (words, code, said) => {
  const repo = await gated();
  repo.commit();
  const result = await mlx(repo, [...words, "--json"], by("bob"));
  expect([result.code, result.error.code]).toEqual([2, code]);
  expect(`${result.error.message} ${result.error.hint}`).toContain(said);
  expect(changes(repo)).toBe("");
});

test("a dry run keeps nothing", async () => {
  const repo = await gated();
  repo.commit();
  expect(await must(repo, approve("1", "--dry-run"), by("bob"))).toContain("would be approved");
  expect(changes(repo)).toBe("");
});

/** Signs commits with a key of its own, which git takes for that of `principal`. */
function signAs(repo: TestRepo, principal: string): void {
  const key = join(tempFolder(), "key");
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "test", "-f", key], { env: repo.env });
  const allowed = join(repo.home, "allowed");
  writeFileSync(allowed, `${principal} ${readFileSync(`${key}.pub`, "utf8")}`);
  repo.git("config", "gpg.format", "ssh");
  repo.git("config", "user.signingKey", key);
  repo.git("config", "gpg.ssh.allowedSignersFile", allowed);
}

const signedCommit = (repo: TestRepo) => {
  repo.git("add", "--all");
  repo.git("commit", "--quiet", "--gpg-sign", "--message", "approve");
};

test.each(["bob@example.com", "*@example.com"])(
  "signed approvals count once a commit with the approver's own good signature has added them: %s",
  async (principal) => {
    const repo = await gated("{approvals: 1, signed: true}");
    signAs(repo, principal);
    repo.commit();
    await must(repo, approve("1"), by("bob"));
    expect((await mlx(repo, promote("1"))).stdout).toContain("does not count: it is not committed yet");
    signedCommit(repo);
    await must(repo, promote("1"));
  },
);

test("a signed approval does not count where somebody else signed what it says in another's name", async () => {
  const repo = await gated("{approvals: 1, signed: true}");
  signAs(repo, "mallory@example.com");
  repo.commit();
  await must(repo, approve("1"), by("bob"));
  signedCommit(repo);
  const { code, stdout } = await mlx(repo, promote("1"));
  expect(code).toBe(1);
  expect(stdout).toMatch(
    /bob@example\.com does not count: commit [0-9a-f]{10} is signed by mallory@example\.com, and not by bob/,
  );
});

test("evidence that was not there when somebody approved is what later predictions say, too", async () => {
  const repo = await gated();
  await must(repo, evaluate);
  await must(repo, approve("1"), by("bob"));
  repo.write(predictions(5));
  await must(repo, evaluate);
  expect((await mlx(repo, promote("1"))).code).toBe(1);
});
