import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { Interrupted } from "../../../src/core/errors.js";
import { sha256Of } from "../../../src/core/sha256.js";
import { S3Store } from "../../../src/storage/s3-store.js";
import { bytesOf, codeOf, objectFile } from "../../contract/object-store.js";
import { type FaultProxy, startFaultProxy } from "../../support/s3/fault-proxy.js";
import { useCredentials } from "../../support/s3/s3-server.js";
import { startS3rver } from "../../support/s3/start-s3rver.js";
import { tempFolder } from "../../support/temp-folder.js";

const mebibyte = 1024 * 1024;
const largeSize = 50 * mebibyte + 3;
const large = bytesOf(largeSize);
const hasty = { attempts: 4, baseDelay: 1, maxDelay: 2, random: Math.random };

let proxy: FaultProxy;
let places = 0;

beforeAll(async () => {
  proxy = await startFaultProxy(await startS3rver({ anySignature: true }));
  useCredentials(proxy);
});
afterEach(() => {
  proxy.fault = undefined;
});
afterAll(() => proxy.stop());

async function openedStore(stallTimeout = 30): Promise<{ store: S3Store; folder: string }> {
  const remote = { url: `s3://${proxy.bucket}/${places++}`, endpoint: proxy.endpoint };
  const store = await S3Store.connect(remote, { stallTimeout, retry: hasty });
  await store.open({ create: true });
  proxy.seen.length = 0;
  return { store, folder: tempFolder() };
}

/** A store that holds the large object. */
async function storeWithLarge(stallTimeout = 30) {
  const remote = { url: `s3://${proxy.bucket}/large`, endpoint: proxy.endpoint };
  const store = await S3Store.connect(remote, { stallTimeout, retry: hasty });
  const object = objectFile(tempFolder(), large);
  await store.put(object.sha256, object.path, object.size);
  const folder = tempFolder();
  proxy.seen.length = 0;
  return { store, folder, object, target: join(folder, "target") };
}

function isGet(request: { method: string; path: string }): boolean {
  return request.method === "GET" && request.path.includes("/objects/sha256/");
}

/** A fault for the first `times` requests that `matches`. */
function first<T>(times: number, matches: (request: { method: string; path: string }) => boolean, fault: T) {
  let left = times;
  return (request: { method: string; path: string }): T | undefined => {
    if (left === 0 || !matches(request)) return undefined;
    left--;
    return fault;
  };
}

function everyRange(fault: NonNullable<ReturnType<NonNullable<FaultProxy["fault"]>>>): FaultProxy["fault"] {
  return (request) => (request.range === undefined ? undefined : fault);
}

describe("downloading from a server that", () => {
  test.each([
    ["ignores Range", { kind: "ignore-range" }],
    ["answers Range with another range", { kind: "content-range", value: "bytes 5-9/10" }],
    ["sends fewer bytes than its Content-Range says", { kind: "shorten", to: 1000 }],
    ["refuses Range as not implemented", { kind: "answer", status: 501, code: "NotImplemented" }],
  ] as const)("%s still gives the whole object", async (_title, fault) => {
    const { store, folder, object, target } = await storeWithLarge();
    proxy.fault = everyRange(fault);
    let moved = 0;
    await store.get(object.sha256, target, { size: largeSize, onBytes: (count) => (moved += count) });
    expect(sha256Of(readFileSync(target))).toBe(object.sha256);
    expect(moved).toBe(largeSize);
    expect(readdirSync(folder)).toEqual(["target"]);
    // No answer to a range was taken at its word: the object came whole, in one stream.
    expect(proxy.seen.filter((request) => isGet(request) && request.range === undefined)).toHaveLength(1);
  });

  test("drops the connection in the middle of a body is asked again", async () => {
    const { store, object, target } = await storeWithLarge();
    proxy.fault = first(3, isGet, { kind: "drop", after: 100_000 });
    let moved = 0;
    await store.get(object.sha256, target, { size: largeSize, onBytes: (count) => (moved += count) });
    expect(sha256Of(readFileSync(target))).toBe(object.sha256);
    expect(moved).toBe(largeSize);
  });

  test("drops the connection in the middle of a small body is asked again", async () => {
    const { store, folder } = await openedStore();
    const object = objectFile(folder, bytesOf(300_000));
    await store.put(object.sha256, object.path, object.size);
    proxy.fault = first(2, isGet, { kind: "drop", after: 1000 });
    await store.get(object.sha256, join(folder, "back"));
    expect(sha256Of(readFileSync(join(folder, "back")))).toBe(object.sha256);
  });

  test.each([100, 0])("stalls after %i bytes is asked again", async (after) => {
    const { store, object, target } = await storeWithLarge(1);
    proxy.fault = first(1, isGet, { kind: "stall", after });
    await store.get(object.sha256, target, { size: largeSize });
    expect(sha256Of(readFileSync(target))).toBe(object.sha256);
  });

  test("never answers is given up with what to do", async () => {
    const { store, folder } = await openedStore(1);
    proxy.fault = () => ({ kind: "silence" });
    expect(await codeOf(store.get(sha256Of("x"), join(folder, "x")))).toBe("MLX_STORE_STALLED");
  });

  test("flips a byte is not believed: nothing is at the target", async () => {
    const { store, folder, object, target } = await storeWithLarge();
    proxy.fault = (request) =>
      request.range?.startsWith("bytes=16777216-") ? { kind: "flip", at: 77 } : undefined;
    expect(await codeOf(store.get(object.sha256, target, { size: largeSize }))).toBe("MLX_CORRUPT_OBJECT");
    expect(readdirSync(folder)).toEqual([]);
  });

  test("flips a byte of a small object is not believed either", async () => {
    const { store, folder } = await openedStore();
    const object = objectFile(folder, Buffer.from("small"));
    await store.put(object.sha256, object.path, object.size);
    proxy.fault = (request) => (isGet(request) ? { kind: "flip", at: 2 } : undefined);
    expect(await codeOf(store.get(object.sha256, join(folder, "back")))).toBe("MLX_CORRUPT_OBJECT");
    expect(existsSync(join(folder, "back"))).toBe(false);
  });

  test.each([
    [503, "SlowDown"],
    [500, "InternalError"],
    [429, "TooManyRequests"],
  ])("answers %i %s for a while is asked again", async (status, code) => {
    const { store, folder } = await openedStore();
    const object = objectFile(folder, Buffer.from(`busy ${status}`));
    let throttles = 0;
    const onThrottle = () => void throttles++;
    proxy.fault = first(3, () => true, { kind: "answer", status, code });
    await store.put(object.sha256, object.path, object.size, { onThrottle });
    proxy.fault = first(3, () => true, { kind: "answer", status, code });
    await store.get(object.sha256, join(folder, "back"), { onThrottle });
    expect(readFileSync(join(folder, "back"), "utf8")).toBe(`busy ${status}`);
    expect(throttles).toBe(status === 500 ? 0 : 6);
  });

  test("answers SlowDown for good is given up", async () => {
    const { store, folder } = await openedStore();
    proxy.fault = () => ({ kind: "answer", status: 503, code: "SlowDown" });
    expect(await codeOf(store.get(sha256Of("x"), join(folder, "x")))).toBe("MLX_STORE_BUSY");
    expect(proxy.seen.length).toBe(hasty.attempts);
  });
});

describe("a download that was cut", () => {
  test("goes on with the ranges that it lacks", async () => {
    const { store, folder, object, target } = await storeWithLarge();
    proxy.fault = (request) =>
      request.range?.startsWith("bytes=33554432-") ? { kind: "silence" } : undefined;
    const cut = new AbortController();
    const download = store.get(object.sha256, target, { size: largeSize, signal: cut.signal });
    while (!existsSync(`${target}.part.json`)) await sleep(5);
    cut.abort();
    await expect(download).rejects.toBeInstanceOf(Interrupted);
    expect(existsSync(target)).toBe(false);
    const finished = JSON.parse(readFileSync(`${target}.part.json`, "utf8")).done.length;
    expect(finished).toBeGreaterThan(0);
    proxy.fault = undefined;
    proxy.seen.length = 0;
    let moved = 0;
    await store.get(object.sha256, target, { size: largeSize, onBytes: (count) => (moved += count) });
    expect(proxy.seen.length).toBe(4 - finished);
    expect(moved).toBe(largeSize);
    expect(sha256Of(readFileSync(target))).toBe(object.sha256);
    expect(readdirSync(folder)).toEqual(["target"]);
  });

  test("and whose partial file was damaged meanwhile is begun from scratch", async () => {
    const { store, object, target } = await storeWithLarge();
    writeFileSync(`${target}.part`, bytesOf(largeSize, 9));
    writeFileSync(
      `${target}.part.json`,
      JSON.stringify({ size: largeSize, chunkSize: 16 * mebibyte, done: [0, 2] }),
    );
    let moved = 0;
    await store.get(object.sha256, target, { size: largeSize, onBytes: (count) => (moved += count) });
    expect(sha256Of(readFileSync(target))).toBe(object.sha256);
    expect(moved).toBe(largeSize);
  });

  test("and whose record cannot be read is begun from scratch", async () => {
    const { store, object, target } = await storeWithLarge();
    writeFileSync(`${target}.part`, "rubbish");
    writeFileSync(`${target}.part.json`, "{");
    await store.get(object.sha256, target);
    expect(sha256Of(readFileSync(target))).toBe(object.sha256);
  });
});

describe("uploading to a server that", () => {
  test.each([
    [501, "NotImplemented"],
    [400, "InvalidArgument"],
  ])("answers %i %s to If-None-Match is asked without it", async (status, code) => {
    const { store, folder } = await openedStore();
    const [one, two] = [objectFile(folder, Buffer.from("one")), objectFile(folder, Buffer.from("two"))];
    proxy.fault = first(1, ({ method }) => method === "PUT", { kind: "answer", status, code });
    expect(await store.put(one.sha256, one.path, 3)).toBe("stored");
    expect(await store.put(two.sha256, two.path, 3)).toBe("stored");
    expect(proxy.seen.length).toBe(3);
  });

  test("answers 412 is known to hold the object", async () => {
    const { store, folder } = await openedStore();
    const object = objectFile(folder, Buffer.from("one"));
    proxy.fault = () => ({ kind: "answer", status: 412, code: "PreconditionFailed" });
    expect(await store.put(object.sha256, object.path, 3)).toBe("present");
  });

  test("fails parts for a while gets the whole object", async () => {
    const { store, folder } = await openedStore();
    const object = objectFile(folder, large);
    let faults = 4;
    proxy.fault = ({ path }) => {
      if (!path.includes("partNumber") || faults-- <= 0) return undefined;
      return { kind: "answer", status: 503, code: "SlowDown" };
    };
    let moved = 0;
    await store.put(object.sha256, object.path, object.size, { onBytes: (count) => (moved += count) });
    expect(moved).toBe(largeSize);
    proxy.fault = undefined;
    expect(await store.stat(object.sha256)).toMatchObject({ size: largeSize });
  });

  test("loses the answer to a completed upload is found to hold the object", async () => {
    const { store, folder } = await openedStore();
    const object = objectFile(folder, large);
    let completions = 0;
    proxy.fault = ({ method, path }) => {
      if (method !== "POST" || !path.includes("uploadId")) return undefined;
      completions++;
      if (completions === 1) return { kind: "drop", after: 0 };
      return { kind: "answer", status: 404, code: "NoSuchUpload" };
    };
    expect(await store.put(object.sha256, object.path, object.size)).toBe("stored");
    expect(completions).toBe(2);
  });

  test("is interrupted: the upload ends at once", async () => {
    const { store, folder } = await openedStore();
    const object = objectFile(folder, large);
    const abort = new AbortController();
    proxy.fault = ({ path }) => {
      if (!path.includes("partNumber")) return undefined;
      abort.abort();
      return { kind: "silence" };
    };
    const put = store.put(object.sha256, object.path, object.size, { signal: abort.signal });
    await expect(put).rejects.toBeInstanceOf(Interrupted);
  });
});

describe("without the right to list", () => {
  const denied = { kind: "answer", status: 403, code: "AccessDenied" } as const;

  test("what the store holds is found by asking for each, and absent objects may be answered by 403", async () => {
    const { store, folder } = await openedStore();
    const held = Array.from({ length: 20 }, (_, index) => objectFile(folder, Buffer.from(`held ${index}`)));
    for (const { sha256, path, size } of held) await store.put(sha256, path, size);
    const keys = new Set(held.map(({ sha256 }) => sha256.slice(2)));
    proxy.fault = ({ path }) => {
      if (path.includes("list-type")) return denied;
      return [...keys].some((key) => path.includes(key)) ? undefined : denied;
    };
    const absent = Array.from({ length: 20 }, (_, index) => sha256Of(`absent ${index}`));
    const wanted = new Set(held.map(({ sha256 }) => sha256));
    expect(await store.existing([...wanted, ...absent])).toEqual(wanted);
    proxy.seen.length = 0;
    await store.existing([...wanted, ...absent]);
    expect(proxy.seen.some(({ path }) => path.includes("list-type"))).toBe(false);
  });

  test("an absent object that is answered by 403 is missing, once a read has succeeded", async () => {
    const { store, folder } = await openedStore();
    await store.open({ create: false });
    proxy.fault = () => denied;
    expect(await codeOf(store.get(sha256Of("x"), join(folder, "x")))).toBe("MLX_OBJECT_MISSING");
  });

  test("the access check says that listing is optional", async () => {
    const { store } = await openedStore();
    proxy.fault = ({ path }) => (path.includes("list-type") ? denied : undefined);
    const failed = (await store.check()).filter(({ ok }) => !ok);
    expect(failed).toMatchObject([{ name: "list", optional: true }]);
  });
});

test("a store whose listing fails is asked for each object", async () => {
  const { store, folder } = await openedStore();
  const object = objectFile(folder, Buffer.from("here"));
  await store.put(object.sha256, object.path, object.size);
  proxy.fault = ({ path }) =>
    path.includes("list-type") ? { kind: "answer", status: 500, code: "InternalError" } : undefined;
  const others = Array.from({ length: 20 }, (_, index) => sha256Of(`other ${index}`));
  expect(await store.existing([object.sha256, ...others])).toEqual(new Set([object.sha256]));
});
