import { once } from "node:events";
import { createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cachedObjects, digests, must } from "../support/data-project.js";
import { type MlxResult, mlxBinary } from "../support/mlx.js";
import { gitRepo, type TestRepo } from "../support/repo.js";
import { credentialsOf, type S3Server } from "../support/s3/s3-server.js";
import { startS3rver } from "../support/s3/start-s3rver.js";
import { startVersitygw } from "../support/s3/start-versitygw.js";

const versitygw = process.env["MLX_TEST_VERSITYGW"];
const servers: readonly [string, () => Promise<S3Server>][] = [
  ["s3rver", () => startS3rver()],
  ...(versitygw ? [["versitygw", () => startVersitygw(versitygw)] as [string, () => Promise<S3Server>]] : []),
];

let prefixes = 0;

/** A repository with tracked data whose remote is a bucket, under a prefix of its own. */
async function project(server: Pick<S3Server, "endpoint" | "bucket">): Promise<TestRepo> {
  const repo = gitRepo({ "d/a": "file a", "d/b": "file b", "d/empty": "", x: "file x" });
  const url = `s3://${server.bucket}/pre fix ${prefixes++}`;
  await must(repo, "init");
  await must(repo, ["remote", "add", "origin", url, "--endpoint", server.endpoint]);
  await must(repo, "data add d x");
  repo.commit();
  return repo;
}

function expectNoSecrets(result: MlxResult, ...secrets: string[]): void {
  for (const secret of secrets) expect(`${result.stdout}${result.stderr}`).not.toContain(secret);
}

describe.each(servers)("a bucket of %s, through the real command line", (name, start) => {
  let server: S3Server;
  beforeAll(async () => {
    server = await start();
  });
  afterAll(() => server.stop());

  test("push, status, a clone's pull, verify: nothing of a dependency on the terminal", async () => {
    const repo = await project(server);
    const env = credentialsOf(server);
    const push = await mlxBinary(repo, "data push --json", { env });
    expect(push.stderr).toBe("");
    expect(push.code).toBe(0);
    expect(push.json).toMatchObject({ uploaded: 4, present: 0, bytes: 18, failed: [] });
    const status = await mlxBinary(repo, "data status --remote --json", { env });
    expect(status.json["remote"]).toEqual([
      { path: "d", state: "complete", missing: 0 },
      { path: "x", state: "complete", missing: 0 },
    ]);
    const clone = repo.clone();
    const part = await mlxBinary(clone, "data pull d/a", { env });
    expect(part.code).toBe(0);
    expect(cachedObjects(clone)).toEqual(digests("file a"));
    const pull = await mlxBinary(clone, "data pull --json --jobs 2", { env });
    expect(pull.json).toMatchObject({ fetched: 3, present: 1, written: 3, failed: [] });
    expect(clone.read("d/b")).toBe("file b");
    const verify = await mlxBinary(clone, "data verify --remote --json", { env });
    expect(verify.json).toMatchObject({ checked: 4, ok: true });
    expect(verify.stderr).toBe("");
  });

  test("garbage collection marks and removes there", async () => {
    const repo = await project(server);
    const env = credentialsOf(server);
    await mlxBinary(repo, "data push", { env });
    repo.write({ x: "another x" });
    await must(repo, "data add x");
    repo.git("commit", "--quiet", "--all", "--amend", "-m", "amended");
    repo.git("reflog", "expire", "--expire=now", "--all");
    const marked = await mlxBinary(repo, "data gc --remote --apply --json", { env });
    expect(marked.json).toMatchObject({ candidates: 1, objects: 0 });
    const removed = await mlxBinary(repo, "data gc --remote --grace 0s --apply --json", { env });
    expect(removed.json).toMatchObject({ objects: 1 });
    const verify = await mlxBinary(repo, "data push --json", { env });
    expect(verify.json).toMatchObject({ uploaded: 1, present: 3 });
  });

  test("wrong credentials: exit 4, what to do, nothing of the secret", async () => {
    const repo = await project(server);
    const secret = "wrong-secret-Zb9pQ2";
    // s3rver knows its key ids, and does not check version 4 signatures.
    const wrong = name === "s3rver" ? { AWS_ACCESS_KEY_ID: "AKIAWRONGWRONGWRONG1" } : {};
    const env = { ...credentialsOf(server), ...wrong, AWS_SECRET_ACCESS_KEY: secret };
    for (const command of [
      "data push",
      "data pull",
      "data fetch",
      "data status --remote",
      "data verify --remote",
    ]) {
      const result = await mlxBinary(repo, `${command} --json`, { env });
      expect([command, result.code]).toEqual([command, 4]);
      expect(result.error).toMatchObject({ exitCode: 4, hint: expect.any(String) });
      expectNoSecrets(
        result,
        secret,
        server.secretAccessKey === server.accessKeyId ? secret : server.secretAccessKey,
      );
    }
  });
});

describe("access fails before anything is scanned", () => {
  let server: S3Server;
  beforeAll(async () => {
    server = await startS3rver();
  });
  afterAll(() => server.stop());

  test("no credentials at all: exit 4 with how to set them, although a pointer is unreadable too", async () => {
    const repo = await project(server);
    repo.write({ "broken.mlx": "mlx: 1\nkind: file\nsha256: what\nsize: 1\n" });
    const result = await mlxBinary(repo, "data push --json");
    expect(result.code).toBe(4);
    expect(result.error.hint).toMatch(/AWS_ACCESS_KEY_ID|aws configure|profile/);
    expect(result.stderr).not.toContain("broken.mlx");
  });

  test("a bucket that does not exist is named", async () => {
    const repo = await project({ endpoint: server.endpoint, bucket: "no-such-bucket" });
    const result = await mlxBinary(repo, "data push", { env: credentialsOf(server) });
    expect(result.code).toBe(3);
    expect(result.stderr).toContain("no-such-bucket");
  });

  test("an endpoint where nobody listens: exit 3, and which endpoint it was", async () => {
    const listener = createServer().listen(0, "127.0.0.1");
    await once(listener, "listening");
    const address = listener.address();
    const endpoint = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
    listener.close();
    await once(listener, "close");
    const repo = await project({ endpoint, bucket: "datasets" });
    const result = await mlxBinary(repo, "data pull --json", { env: credentialsOf(server) });
    expect(result.code).toBe(3);
    expect(result.error).toMatchObject({ code: "MLX_STORE_UNREACHABLE", exitCode: 3 });
    expect(result.error.message).toContain(endpoint.slice("http://".length));
  });

  test("a password in a remote's address never shows", async () => {
    const repo = await project(server);
    const secret = "hunter2hunter2";
    const text = repo.read("mlx.yaml").replace("http://127", `http://someone:${secret}@127`);
    repo.write({ "mlx.yaml": text });
    for (const command of ["data push", "data push --json", "data status --remote", "remote list --json"])
      expectNoSecrets(await mlxBinary(repo, command, { env: credentialsOf(server) }), secret);
  });
});
