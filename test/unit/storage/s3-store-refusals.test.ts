import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { MlxError } from "../../../src/core/errors.js";
import type { RemoteConfig } from "../../../src/core/settings.js";
import { sha256Of } from "../../../src/core/sha256.js";
import { S3Store } from "../../../src/storage/s3-store.js";
import { type Fault, type FaultProxy, startFaultProxy } from "../../support/s3/fault-proxy.js";
import { type S3Server, useCredentials } from "../../support/s3/s3-server.js";
import { startS3rver } from "../../support/s3/start-s3rver.js";
import { tempFolder } from "../../support/temp-folder.js";

const hasty = { attempts: 2, baseDelay: 1, maxDelay: 2, random: Math.random };
let server: S3Server;
let proxy: FaultProxy;

beforeAll(async () => {
  server = await startS3rver();
  proxy = await startFaultProxy(await startS3rver({ anySignature: true }));
});
beforeEach(() => {
  proxy.fault = undefined;
  useCredentials(server);
});
afterAll(async () => {
  await server.stop();
  await proxy.stop();
});

async function refusal(remote: Partial<RemoteConfig>, endpoint = server.endpoint): Promise<MlxError> {
  const store = await S3Store.connect(
    { url: `s3://${server.bucket}`, endpoint, ...remote },
    { stallTimeout: 5, retry: hasty },
  );
  try {
    await store.open({ create: true });
  } catch (error) {
    if (error instanceof MlxError) return error;
    throw error;
  } finally {
    store.close();
  }
  throw new Error("the store opened");
}

function refusalOf(fault: Fault): Promise<MlxError> {
  proxy.fault = () => fault;
  return refusal({}, proxy.endpoint);
}

test("an unknown access key ends with exit 4 and says where keys come from", async () => {
  process.env["AWS_ACCESS_KEY_ID"] = "NOBODY";
  const error = await refusal({});
  expect(error).toMatchObject({ code: "MLX_BAD_CREDENTIALS", exitCode: 4 });
  expect(error.message).toContain("InvalidAccessKeyId");
  expect(error.hint).toContain("AWS environment variables");
});

test("a wrong secret key ends with exit 4, and is not shown", async () => {
  process.env["AWS_SECRET_ACCESS_KEY"] = "wrong-secret";
  const error = await refusalOf({ kind: "answer", status: 403, code: "SignatureDoesNotMatch" });
  expect(error).toMatchObject({ code: "MLX_BAD_CREDENTIALS", exitCode: 4 });
  expect(error.hint).toContain("secret key");
  expect(`${error.message} ${error.hint}`).not.toContain("wrong-secret");
});

test("absent credentials end with exit 4 and name the variables to set", async () => {
  delete process.env["AWS_ACCESS_KEY_ID"];
  delete process.env["AWS_SECRET_ACCESS_KEY"];
  const error = await refusal({});
  expect(error).toMatchObject({ code: "MLX_NO_CREDENTIALS", exitCode: 4 });
  expect(error.hint).toContain("AWS_ACCESS_KEY_ID");
});

test("an absent profile is named", async () => {
  const error = await refusal({ profile: "research" });
  expect(error).toMatchObject({ code: "MLX_NO_CREDENTIALS", exitCode: 4 });
  expect(error.message).toContain('"research"');
});

test("an expired session says how to renew it", async () => {
  const error = await refusalOf({ kind: "answer", status: 400, code: "ExpiredToken" });
  expect(error).toMatchObject({ code: "MLX_BAD_CREDENTIALS", exitCode: 4 });
  expect(error.hint).toContain("aws sso login");
});

test("an absent bucket is named, with the command that makes it", async () => {
  const error = await refusal({ url: "s3://no-such-bucket/prefix" });
  expect(error).toMatchObject({ code: "MLX_STORE_MISSING", exitCode: 3 });
  expect(error.message).toContain('"no-such-bucket"');
  expect(error.hint).toContain("aws s3 mb s3://no-such-bucket");
});

test("an endpoint where nothing listens is unreachable", async () => {
  const closed = await startS3rver();
  await closed.stop();
  const error = await refusal({}, closed.endpoint);
  expect(error).toMatchObject({ code: "MLX_STORE_UNREACHABLE", exitCode: 3 });
  expect(error.message).toContain(closed.endpoint);
});

test("a refused write ends with exit 4 and names the right that lacks", async () => {
  const error = await refusalOf({ kind: "answer", status: 403, code: "AccessDenied" });
  expect(error).toMatchObject({ code: "MLX_ACCESS_DENIED", exitCode: 4 });
  expect(error.message).toContain("write");
});

test("a bucket in another region is named with the region", async () => {
  const error = await refusalOf({
    kind: "answer",
    status: 301,
    code: "PermanentRedirect",
    headers: { "x-amz-bucket-region": "eu-central-1" },
  });
  expect(error).toMatchObject({ code: "MLX_WRONG_REGION", exitCode: 2 });
  expect(error.message).toContain("eu-central-1");
  expect(error.hint).toContain("--region eu-central-1");
});

test("clocks that differ are told with the difference", async () => {
  const date = new Date(Date.now() + 3_600_000).toUTCString();
  const error = await refusalOf({
    kind: "answer",
    status: 403,
    code: "RequestTimeTooSkewed",
    headers: { date },
  });
  expect(error).toMatchObject({ code: "MLX_CLOCK_SKEW", exitCode: 3 });
  expect(error.message).toMatch(/3(600|599|601) s behind/);
});

test("the access check tells the clocks' difference and what works all the same", async () => {
  proxy.fault = undefined;
  const remote = { url: `s3://${proxy.bucket}`, endpoint: proxy.endpoint };
  const store = await S3Store.connect(remote, { stallTimeout: 5, retry: hasty });
  const date = new Date(Date.now() - 7_200_000).toUTCString();
  proxy.fault = ({ method }) =>
    method === "DELETE"
      ? { kind: "answer", status: 403, code: "AccessDenied", headers: { date } }
      : undefined;
  const checks = new Map((await store.check()).map((check) => [check.name, check]));
  expect(checks.get("reach")).toMatchObject({ ok: true });
  expect(checks.get("write")).toMatchObject({ ok: true });
  expect(checks.get("delete")).toMatchObject({ ok: false, optional: true });
  expect(checks.get("clock")).toMatchObject({ ok: false });
  expect(checks.get("clock")?.detail).toMatch(/72\d\d s ahead/);
});

test("the access check of wrong credentials says so, and throws nothing", async () => {
  process.env["AWS_ACCESS_KEY_ID"] = "NOBODY";
  const remote = { url: `s3://${server.bucket}`, endpoint: server.endpoint };
  const store = await S3Store.connect(remote, { stallTimeout: 5, retry: hasty });
  const checks = await store.check();
  expect(checks).toMatchObject([{ name: "reach", ok: false, optional: false }]);
  expect(checks[0]?.detail).toContain("InvalidAccessKeyId");
});

test("a reader who may not read an object is told so, not that it is missing", async () => {
  proxy.fault = () => ({ kind: "answer", status: 403, code: "AccessDenied" });
  const store = await S3Store.connect(
    { url: `s3://${proxy.bucket}`, endpoint: proxy.endpoint },
    { stallTimeout: 5, retry: hasty },
  );
  await store.open({ create: false });
  await expect(store.get(sha256Of("x"), join(tempFolder(), "x"))).rejects.toMatchObject({
    code: "MLX_ACCESS_DENIED",
  });
});
