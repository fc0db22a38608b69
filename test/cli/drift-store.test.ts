import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { sha256Of } from "../../src/core/sha256.js";
import { mlx } from "../support/mlx.js";
import { gitRepo, type TestRepo } from "../support/repo.js";
import { credentialsOf, type S3Server } from "../support/s3/s3-server.js";
import { startS3rver } from "../support/s3/start-s3rver.js";

const rows = ["x,c", ...Array.from({ length: 200 }, (_, at) => `${at % 50},${at % 3}`), ""].join("\n");
let server: S3Server;

beforeAll(async () => {
  server = await startS3rver();
  for (const [name, value] of Object.entries(credentialsOf(server))) vi.stubEnv(name, value);
  const client = new S3Client({ endpoint: server.endpoint, region: "us-east-1", forcePathStyle: true });
  await client.send(new PutObjectCommand({ Bucket: server.bucket, Key: "logs/may 1.csv", Body: rows }));
  client.destroy();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await server.stop();
});

/** A repository with a remote in the bucket, whose endpoint files of the bucket are fetched from. */
async function project(): Promise<TestRepo> {
  const repo = gitRepo({ "a.csv": rows });
  await mlx(repo, ["remote", "add", "origin", `s3://${server.bucket}/mlx`, "--endpoint", server.endpoint]);
  return repo;
}

test("a file of a bucket is profiled by its address", async () => {
  const repo = await project();
  const address = `s3://${server.bucket}/logs/may 1.csv`;
  const { code, json } = await mlx(repo, ["drift", "baseline", "logs", "--data", address, "--json"]);
  expect(code).toBe(0);
  expect(json).toMatchObject({ rows: 200, data: { path: address, sha256: sha256Of(rows) } });
});

test("a file that the bucket does not hold, and an address without one, are told", async () => {
  const repo = await project();
  for (const address of [`s3://${server.bucket}/logs/none.csv`, `s3://${server.bucket}`]) {
    const { code, error } = await mlx(repo, ["drift", "baseline", "logs", "--data", address, "--json"]);
    expect([code, error.code]).toEqual([2, "MLX_NO_SUCH_FILE"]);
    expect(error.message).toContain(address);
  }
});

test("tracked data that are neither checked out nor cached are fetched from the default remote", async () => {
  const repo = await project();
  await mlx(repo, "data add a.csv");
  expect((await mlx(repo, "data push")).code).toBe(0);
  repo.remove("a.csv");
  repo.remove(".mlx/cache");
  const { code, json } = await mlx(repo, "drift baseline a --data a.csv --json");
  expect(code).toBe(0);
  expect(json).toMatchObject({ rows: 200, data: { path: "a.csv" } });
  expect(repo.exists("a.csv")).toBe(false);
});
