import { execFileSync } from "node:child_process";
import { appendFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { must } from "../support/data-project.js";
import { mlx } from "../support/mlx.js";
import { as, projectFile, promptText, releasedPrompt } from "../support/released-prompt.js";
import type { TestRepo } from "../support/repo.js";

const set = (version: string, ...words: string[]) => [
  "prompt",
  "alias",
  "answer",
  "stable",
  version,
  ...words,
];

async function gated(gates: string, ...versions: string[]): Promise<TestRepo> {
  const repo = await releasedPrompt(...(versions.length === 0 ? ["1.0.0"] : versions));
  repo.write({ "mlx.yaml": projectFile(gates) });
  return repo;
}

test("an alias without gates whose name is nearly that of one with gates: it moves, and a warning asks", async () => {
  const repo = await releasedPrompt("1.0.0");
  repo.write({ "mlx.yaml": projectFile("[{lint: warnings}]") });
  const { code, stderr } = await mlx(repo, "prompt alias answer stabel 1.0.0");
  expect([code, stderr]).toEqual([
    0,
    expect.stringContaining("did you mean stable? it has gates for stable"),
  ]);
});

test("every gate is told with its figure and reason; one that fails refuses, exit 1, and nothing changes", async () => {
  const repo = await gated("[{approvals: 1}, {lint: errors}, {signed: true}]");
  const before = repo.git("status", "--porcelain", "-uall");
  const { code, stdout, stderr } = await mlx(repo, set("1.0.0"));
  expect(code).toBe(1);
  expect(stdout).toMatch(/failed +approvals: 1 +0 of 1/);
  expect(stderr).toContain("to approve it: mlx prompt approve answer@1.0.0 -m");
  expect(stderr).not.toContain("mlx prompt lint");
  expect(stdout).toMatch(/passed +lint: errors +0 errors/);
  expect(stdout).toMatch(/failed +signed +its record is not committed yet/);
  expect(stdout).toContain("stable of answer is not set; 2 of 3 gates failed for 1.0.0");
  expect(repo.git("status", "--porcelain", "-uall")).toBe(before);
  expect((await mlx(repo, [...set("1.0.0"), "--json"])).json).toMatchObject({
    ...{ changed: false, wanted: "1.0.0", version: null },
    gates: [{ gate: "approvals: 1", passed: false }, { passed: true }, { passed: false }],
  });
});

test("gates of one alias are not those of another", async () => {
  const repo = await gated("[{approvals: 1}]");
  await must(repo, "prompt alias answer candidate 1.0.0");
});

test("an override is done, recorded with its reason, and shown by the log for ever", async () => {
  const repo = await gated("[{approvals: 1}]");
  const { code, stderr } = await mlx(repo, set("1.0.0", "--override", "The old one is on fire"));
  expect([code, stderr]).toEqual([0, expect.stringContaining("failing gates were overridden")]);
  expect(await must(repo, "registry log")).toMatch(/FAILED approvals: 1 \(0 of 1\)/);
  const { json } = await mlx(repo, "registry log --alias stable --json");
  expect(json["events"]).toMatchObject([{ override: "The old one is on fire", gates: [{ passed: false }] }]);
  await must(repo, "registry verify");
});

test("an override that is not needed is not recorded", async () => {
  const repo = await gated("[{lint: errors}]");
  const { stderr } = await mlx(repo, set("1.0.0", "--override", "just in case"));
  expect(stderr).toContain("--override was not needed");
  expect((await mlx(repo, "registry log --alias stable --json")).json["events"]).not.toMatchObject([
    { override: "just in case" },
  ]);
});

test("an approval by a second person passes; the author's own does not count, and says so", async () => {
  const repo = await gated("[{approvals: 1}]");
  const own = await mlx(repo, "prompt approve answer@1.0.0 -m fine");
  expect([own.code, own.stderr]).toEqual([0, expect.stringContaining("counts for no gate")]);
  expect((await mlx(repo, set("1.0.0"))).stdout).toContain("test@example.com is the version's own author");
  await must(repo, "prompt approve answer@1.0.0 -m fine", { env: as("ann") });
  expect(await must(repo, set("1.0.0"))).toMatch(/passed +approvals: 1 +1 of 1 by ann@example\.com/);
  await must(repo, "registry verify");
});

test("a later rejection by the same person takes the approval back", async () => {
  const repo = await gated("[{approvals: 1}]");
  await must(repo, "prompt approve answer@1.0.0 -m fine", { env: as("ann") });
  await must(repo, "prompt approve answer@1.0.0 --reject -m no", { env: as("ann") });
  const { code, stdout } = await mlx(repo, set("1.0.0"));
  expect([code, stdout]).toEqual([1, expect.stringContaining("ann@example.com rejected it")]);
});

test("from limits who may approve, whatever the case of the address", async () => {
  const repo = await gated("[{approvals: 1, from: [ANN@Example.com]}]");
  await must(repo, "prompt approve answer@1.0.0 -m fine", { env: as("bob") });
  expect((await mlx(repo, set("1.0.0"))).code).toBe(1);
  await must(repo, "prompt approve answer@1.0.0 -m fine", { env: as("ann") });
  await must(repo, set("1.0.0"));
});

test("the frozen text is linted by the rules of today, not the working copy", async () => {
  const repo = await gated("[{lint: warnings}]");
  await must(repo, set("1.0.0"));
  repo.write({ "prompts/answer/prompt.md": promptText("{{ undeclared }}") });
  await must(repo, ["prompt", "alias", "answer", "stable", "--remove"]);
  await must(repo, set("1.0.0"));
});

test("a rollback passes the same gates", async () => {
  const repo = await gated("[]", "1.0.0", "1.1.0");
  for (const version of ["1.0.0", "1.1.0"]) await must(repo, set(version));
  repo.write({ "mlx.yaml": projectFile("[{approvals: 1}]") });
  const refused = await mlx(repo, "prompt alias answer stable --rollback");
  expect([refused.code, refused.stdout]).toEqual([1, expect.stringContaining("stays at 1.1.0")]);
  await must(repo, ["prompt", "alias", "answer", "stable", "--rollback", "--override", "on fire"]);
});

interface Signer {
  readonly repo: TestRepo;
  readonly key: string;
  readonly allowed: string;
}

/** A repository whose commits are signed with a new SSH key that `allowed` does not name yet. */
async function signer(): Promise<Signer> {
  const repo = await gated("[{signed: true}]");
  const key = join(repo.home, "id");
  const allowed = join(repo.home, "allowed_signers");
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "test", "-f", key], { env: repo.env });
  appendFileSync(allowed, "");
  repo.git("config", "gpg.format", "ssh");
  repo.git("config", "user.signingKey", key);
  repo.git("config", "gpg.ssh.allowedSignersFile", allowed);
  return { repo, key, allowed };
}

function trust({ key, allowed }: Signer): void {
  appendFileSync(allowed, `test@example.com ${readFileSync(`${key}.pub`, "utf8")}`);
}

function commitSigned(repo: TestRepo): void {
  repo.git("add", "--all");
  repo.git("commit", "--quiet", "--gpg-sign", "--message", "publish");
}

async function reason(repo: TestRepo): Promise<string> {
  const { code, json } = await mlx(repo, [...set("1.0.0"), "--json"]);
  const [gate] = json["gates"] as { passed: boolean; reason: string }[];
  expect([code, gate?.passed]).toEqual([1, false]);
  return gate?.reason ?? "";
}

test("the signed gate passes for a version that a commit signed with a known SSH key added", async () => {
  const made = await signer();
  trust(made);
  commitSigned(made.repo);
  expect(await must(made.repo, set("1.0.0"))).toMatch(
    /passed +signed +commit [0-9a-f]{10}, signed by test@example\.com/,
  );
  await must(made.repo, "registry verify");
});

test("the signed gate refuses a key that nobody vouches for, whoever it says it is", async () => {
  const { repo } = await signer();
  commitSigned(repo);
  expect(await reason(repo)).toContain("signed with a key that git does not know here");
  expect(await reason(repo)).toContain("gpg.ssh.allowedSignersFile");
});

test("the signed gate says so where git is not told whom to trust", async () => {
  const { repo } = await signer();
  commitSigned(repo);
  repo.git("config", "--unset", "gpg.ssh.allowedSignersFile");
  expect(await reason(repo)).toContain("gpg.ssh.allowedSignersFile");
});

test("the signed gate refuses what is not signed, though a later commit is", async () => {
  const made = await signer();
  trust(made);
  made.repo.commit();
  made.repo.write({ "README.md": "x" });
  commitSigned(made.repo);
  expect(await reason(made.repo)).toMatch(/commit [0-9a-f]{10}, which added it, is not signed/);
});

test("the signed gate refuses a signature that does not fit the commit", async () => {
  const made = await signer();
  trust(made);
  commitSigned(made.repo);
  const { repo } = made;
  const raw = repo.git("cat-file", "commit", "HEAD").replace("\n\npublish", "\n\nforged");
  const options = { cwd: repo.root, env: repo.env, input: `${raw}\n`, encoding: "utf8" } as const;
  const forged = execFileSync("git", ["hash-object", "-t", "commit", "-w", "--stdin"], options).trim();
  repo.git("reset", "--quiet", "--hard", forged);
  expect(await reason(repo)).toContain("its signature is bad");
});

test("the signed gate refuses a record that was changed after the signed commit", async () => {
  const made = await signer();
  trust(made);
  commitSigned(made.repo);
  const { repo } = made;
  // A new publication under the same version: everything in it fits, and nobody has signed it.
  repo.git("rm", "--quiet", "--cached", "-r", "prompts/answer/versions", "prompts/answer/events");
  repo.remove("prompts/answer/versions");
  repo.remove("prompts/answer/events");
  await must(repo, ["prompt", "publish", "answer", "--version", "1.0.0", "-m", "forged"]);
  expect(await reason(repo)).toContain("no longer the one that commit");
});

test("the signed gate says so where a shallow clone does not reach the commit", async () => {
  const made = await signer();
  trust(made);
  commitSigned(made.repo);
  made.repo.write({ "README.md": "x" });
  commitSigned(made.repo);
  const clone = made.repo.clone(
    "--depth",
    "1",
    "--no-tags",
    "--config",
    `gpg.ssh.allowedSignersFile=${made.allowed}`,
  );
  expect(await reason(clone)).toContain("git fetch --unshallow");
  clone.git("fetch", "--quiet", "--unshallow");
  await must(clone, set("1.0.0"));
});
