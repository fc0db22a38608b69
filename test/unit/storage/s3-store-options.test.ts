import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { RemoteConfig } from "../../../src/core/settings.js";
import { S3Store } from "../../../src/storage/s3-store.js";
import { bytesOf, objectFile } from "../../contract/object-store.js";
import { type FaultProxy, startFaultProxy } from "../../support/s3/fault-proxy.js";
import { useCredentials } from "../../support/s3/s3-server.js";
import { startS3rver } from "../../support/s3/start-s3rver.js";
import { tempFolder } from "../../support/temp-folder.js";

const hasty = { attempts: 3, baseDelay: 1, maxDelay: 2, random: Math.random };
let proxy: FaultProxy;
let places = 0;

beforeAll(async () => {
  proxy = await startFaultProxy(await startS3rver({ anySignature: true }));
  useCredentials(proxy);
});
afterEach(() => {
  proxy.fault = undefined;
  delete process.env["AWS_REGION"];
});
afterAll(() => proxy.stop());

function connect(remote: Partial<RemoteConfig>): Promise<S3Store> {
  proxy.seen.length = 0;
  const place = { url: `s3://${proxy.bucket}/${places++}`, endpoint: proxy.endpoint };
  return S3Store.connect({ ...place, ...remote }, { stallTimeout: 30, retry: hasty });
}

function headersOf(name: string): unknown[] {
  return proxy.seen.map(({ headers }) => headers[name]);
}

test.each([20, 9 * 1024 * 1024])(
  "server-side encryption is asked for with an object of %i bytes",
  async (size) => {
    const store = await connect({ encryption: "aws:kms", kmsKeyId: "key-1" });
    const object = objectFile(tempFolder(), bytesOf(size));
    await store.put(object.sha256, object.path, size, { overwrite: true });
    expect(headersOf("x-amz-server-side-encryption")).toContain("aws:kms");
    expect(headersOf("x-amz-server-side-encryption-aws-kms-key-id")).toContain("key-1");
  },
);

test("no checksum is added by default, for servers that refuse one", async () => {
  const store = await connect({});
  const object = objectFile(tempFolder(), Buffer.from("plain"));
  await store.put(object.sha256, object.path, 5);
  expect(headersOf("x-amz-checksum-crc32")).toEqual([undefined]);
  expect(headersOf("x-amz-content-sha256")).toEqual([object.sha256]);
});

test("a checksum is added if it is asked for", async () => {
  const store = await connect({ checksums: "when_supported" });
  const folder = tempFolder();
  const object = objectFile(folder, Buffer.from("checked"));
  await store.put(object.sha256, object.path, 7);
  expect(headersOf("x-amz-checksum-crc32")[0]).toMatch(/^[\w+/]{6}==$/);
  await store.get(object.sha256, join(folder, "back"));
  expect(readFileSync(join(folder, "back"), "utf8")).toBe("checked");
});

test.each([
  [undefined, undefined, "us-east-1"],
  [undefined, "eu-west-3", "eu-west-3"],
  ["eu-north-1", "eu-west-3", "eu-north-1"],
])("remote's region %s and AWS_REGION %s sign for %s", async (region, fromEnvironment, expected) => {
  if (fromEnvironment !== undefined) process.env["AWS_REGION"] = fromEnvironment;
  const store = await connect(region === undefined ? {} : { region });
  await store.readText("mlx-store.json");
  expect(headersOf("authorization")).toEqual([expect.stringContaining(`/${expected}/s3/aws4_request`)]);
});

test("with an endpoint the bucket is in the path, unless path style is turned off", async () => {
  await (await connect({})).readText("x");
  expect(proxy.seen[0]?.path).toMatch(/^\/datasets\//);
  const store = await connect({
    pathStyle: false,
    endpoint: proxy.endpoint.replace("127.0.0.1", "localhost"),
  });
  await store.readText("x").catch(() => undefined);
  for (const { path } of proxy.seen) expect(path).not.toMatch(/^\/datasets\//);
});

test("a clock that is off is corrected by the server's, and the request sent again", async () => {
  const store = await connect({});
  const object = objectFile(tempFolder(), Buffer.from("on time"));
  const date = new Date(Date.now() + 3_600_000).toUTCString();
  proxy.fault = ({ headers }) => {
    const [, day, time] = /^(\d{8})T(\d{6})Z$/.exec(String(headers["x-amz-date"])) ?? [];
    const signedAt = Date.parse(
      `${day?.replace(/(....)(..)(..)/, "$1-$2-$3")}T${time?.replace(/(..)(..)(..)/, "$1:$2:$3")}Z`,
    );
    if (signedAt > Date.now() + 1_800_000) return { kind: "answer", status: 412, code: "PreconditionFailed" };
    return { kind: "answer", status: 403, code: "RequestTimeTooSkewed", headers: { date } };
  };
  expect(await store.put(object.sha256, object.path, 7)).toBe("present");
});

test("nothing of the SDK reaches the terminal", async () => {
  const warnings: unknown[] = [];
  const onWarning = (warning: unknown) => warnings.push(warning);
  process.on("warning", onWarning);
  const before = process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"];
  const store = await connect({});
  await Promise.all(Array.from({ length: 100 }, () => store.readText("x")));
  store.close();
  await new Promise((resolve) => setImmediate(resolve));
  process.off("warning", onWarning);
  expect(warnings).toEqual([]);
  expect(process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"]).toBe(before);
});
