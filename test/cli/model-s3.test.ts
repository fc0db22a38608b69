import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { must } from "../support/data-project.js";
import { mlx } from "../support/mlx.js";
import { promote, registeredModel } from "../support/registered-model.js";
import { credentialsOf, type S3Server, useCredentials, withClient } from "../support/s3/s3-server.js";
import { startS3rver } from "../support/s3/start-s3rver.js";

let server: S3Server;
beforeAll(async () => {
  server = await startS3rver();
  useCredentials(server);
});
afterAll(() => server.stop());

/** Turns one byte of every object of a bucket over, and leaves their sizes. @returns how many there are. */
function flipAll(): Promise<number> {
  const Bucket = server.bucket;
  return withClient(server, async (client) => {
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket }));
    const keys = Contents.flatMap(({ Key }) => (Key?.includes("objects/") ? [Key] : []));
    for (const Key of keys) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
      const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
      bytes[0] = (bytes[0] ?? 0) ^ 1;
      await client.send(new PutObjectCommand({ Bucket, Key, Body: bytes }));
    }
    return keys.length;
  });
}

test("versions go to a bucket, a fresh shallow clone pulls and verifies them, and a flipped byte is named", async () => {
  const env = credentialsOf(server);
  const repo = await registeredModel(0.9, 0.95);
  await must(repo, "init");
  const url = `s3://${server.bucket}/models`;
  await must(repo, ["remote", "add", "origin", url, "--endpoint", server.endpoint]);
  await must(repo, promote("2"));
  repo.commit();
  await must(repo, "data push", { env });
  const clone = repo.clone("--depth", "1", "--no-tags");
  await must(clone, "model pull penguins@champion --to got", { env });
  expect(clone.read("got/model.json")).toContain("0.95");
  await must(clone, "registry verify --remote --deep", { env });

  expect(await flipAll()).toBe(2);
  const late = repo.clone("--depth", "1", "--no-tags");
  await must(late, "registry verify --remote", { env });
  const deep = await mlx(late, "registry verify --remote --deep --json", { env });
  expect(deep.code).toBe(1);
  expect(deep.json["findings"]).toMatchObject([
    { rule: "corrupt-object", file: "models/penguins/versions/1.yaml" },
    { rule: "corrupt-object", file: "models/penguins/versions/2.yaml" },
  ]);
  const { code, error } = await mlx(late, "model pull penguins@1 --to got --json", { env });
  expect(code).toBe(3);
  expect(error.message).toMatch(/model\.json \(sha256 [0-9a-f]{12}…\)/);
  expect(late.exists("got")).toBe(false);
});
