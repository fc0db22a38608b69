import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { sha256Of } from "../../../src/core/sha256.js";
import { MultipartUploads } from "../../../src/ledger/multipart-uploads.js";
import { openLedger } from "../../../src/ledger/open-ledger.js";
import type { PendingUpload, UploadJournal } from "../../../src/ports.js";
import { S3Store } from "../../../src/storage/s3-store.js";
import { bytesOf, codeOf, objectFile } from "../../contract/object-store.js";
import { bundle } from "../../support/bundle.js";
import { type FaultProxy, startFaultProxy } from "../../support/s3/fault-proxy.js";
import { credentialsOf, useCredentials } from "../../support/s3/s3-server.js";
import { startS3rver } from "../../support/s3/start-s3rver.js";
import { tempFolder } from "../../support/temp-folder.js";

const mebibyte = 1024 * 1024;
const size = 42 * mebibyte + 1;
const bytes = bytesOf(size);
const hasty = { attempts: 3, baseDelay: 1, maxDelay: 2, random: Math.random };
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

function place(): { url: string; endpoint: string; location: string } {
  const url = `s3://${proxy.bucket}/${places++}`;
  return { url, endpoint: proxy.endpoint, location: `${url} (${proxy.endpoint})` };
}

async function startChild(
  verb: "put" | "get",
  at: ReturnType<typeof place>,
  ledger: string,
  sha256: string,
  path: string,
) {
  const script = await bundle(new URL("../../support/s3/transfer-child.ts", import.meta.url));
  return spawn(process.execPath, [script, verb, at.url, at.endpoint, ledger, sha256, path, String(size)], {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, ...credentialsOf(proxy) },
  });
}

async function killOnce(child: ChildProcess, ready: () => boolean): Promise<void> {
  const exited = once(child, "exit");
  while (!ready()) await sleep(5);
  child.kill("SIGKILL");
  expect(await exited).toEqual([null, "SIGKILL"]);
}

function partsSent(): number[] {
  return proxy.seen
    .map(({ method, path }) => (method === "PUT" ? /partNumber=(\d+)/.exec(path)?.[1] : undefined))
    .filter((number) => number !== undefined)
    .map(Number);
}

test("an upload whose process was killed goes on with the parts that it lacks", async () => {
  const at = place();
  const object = objectFile(tempFolder(), bytes);
  const ledgerPath = join(tempFolder(), "ledger.db");
  const ledger = await openLedger(ledgerPath);
  const journal = new MultipartUploads(ledger);
  proxy.fault = ({ path }) => (/partNumber=[356]/.test(path) ? { kind: "silence" } : undefined);
  const child = await startChild("put", at, ledgerPath, object.sha256, object.path);
  await killOnce(child, () => journal.find(at.location, object.sha256)?.parts.length === 3);
  proxy.fault = undefined;
  proxy.seen.length = 0;
  const store = await S3Store.connect(at, {
    stallTimeout: 30,
    retry: hasty,
    journal: () => Promise.resolve(journal),
  });
  let moved = 0;
  expect(await store.put(object.sha256, object.path, size, { onBytes: (count) => (moved += count) })).toBe(
    "stored",
  );
  expect(partsSent().sort()).toEqual([3, 5, 6]);
  expect(moved).toBe(size);
  expect(journal.find(at.location, object.sha256)).toBeUndefined();
  await store.get(object.sha256, join(tempFolder(), "back"));
  ledger.close();
});

test("a download whose process was killed goes on with the ranges that it lacks", async () => {
  const at = place();
  const object = objectFile(tempFolder(), bytes);
  const store = await S3Store.connect(at, { stallTimeout: 30, retry: hasty });
  await store.put(object.sha256, object.path, size);
  const target = join(tempFolder(), "target");
  proxy.fault = ({ range }) => (range?.startsWith("bytes=16777216-") ? { kind: "silence" } : undefined);
  const child = await startChild("get", at, join(tempFolder(), "ledger.db"), object.sha256, target);
  const finished = () =>
    existsSync(`${target}.part.json`) &&
    JSON.parse(readFileSync(`${target}.part.json`, "utf8")).done.length === 2;
  await killOnce(child, finished);
  expect(existsSync(target)).toBe(false);
  proxy.fault = undefined;
  proxy.seen.length = 0;
  await store.get(object.sha256, target, { size });
  expect(proxy.seen.map(({ range }) => range)).toEqual(["bytes=16777216-33554431"]);
  expect(sha256Of(readFileSync(target))).toBe(object.sha256);
});

/** A journal that holds one upload, as another process may have left it. */
class LeftJournal implements UploadJournal {
  constructor(public left: PendingUpload | undefined) {}
  find(): PendingUpload | undefined {
    return this.left;
  }
  begin(_store: string, _sha256: string, upload: Omit<PendingUpload, "parts">): void {
    this.left = { ...upload, parts: [] };
  }
  addPart(): void {}
  forget(): void {
    this.left = undefined;
  }
}

test("an upload that the server has forgotten is begun anew", async () => {
  const at = place();
  const object = objectFile(tempFolder(), bytes);
  const parts = [{ number: 1, etag: '"x"', sha256: sha256Of(bytes.subarray(0, 8 * mebibyte)) }];
  const journal = new LeftJournal({ uploadId: "forgotten", partSize: 8 * mebibyte, parts });
  const store = await S3Store.connect(at, {
    stallTimeout: 30,
    retry: hasty,
    journal: () => Promise.resolve(journal),
  });
  proxy.fault = ({ path }) =>
    path.includes("forgotten") ? { kind: "answer", status: 404, code: "NoSuchUpload" } : undefined;
  let moved = 0;
  await store.put(object.sha256, object.path, size, { onBytes: (count) => (moved += count) });
  expect(moved).toBe(size);
  expect(await store.stat(object.sha256)).toMatchObject({ size });
});

test("a part that was sent from a damaged file is sent again", async () => {
  const at = place();
  const object = objectFile(tempFolder(), bytes);
  const journal = new LeftJournal(undefined);
  const store = await S3Store.connect(at, {
    stallTimeout: 30,
    retry: hasty,
    journal: () => Promise.resolve(journal),
  });
  proxy.fault = ({ path }) =>
    /partNumber=2/.test(path) ? { kind: "answer", status: 403, code: "AccessDenied" } : undefined;
  expect(await codeOf(store.put(object.sha256, object.path, size))).toBe("MLX_ACCESS_DENIED");
  proxy.fault = undefined;
  const left = journal.left;
  if (left === undefined) throw new Error("no upload was left");
  journal.left = { ...left, parts: [{ number: 1, etag: '"x"', sha256: sha256Of("other bytes") }] };
  proxy.seen.length = 0;
  await store.put(object.sha256, object.path, size);
  expect(partsSent()).toContain(1);
  const target = join(tempFolder(), "back");
  await store.get(object.sha256, target);
  expect(sha256Of(readFileSync(target))).toBe(object.sha256);
});

test("an upload of a damaged file is given up on the server and forgotten", async () => {
  const at = place();
  const object = objectFile(tempFolder(), bytes);
  writeFileSync(object.path, bytesOf(size, 5));
  const journal = new LeftJournal(undefined);
  const store = await S3Store.connect(at, {
    stallTimeout: 30,
    retry: hasty,
    journal: () => Promise.resolve(journal),
  });
  proxy.seen.length = 0;
  expect(await codeOf(store.put(object.sha256, object.path, size))).toBe("MLX_CORRUPT_OBJECT");
  expect(journal.left).toBeUndefined();
  expect(proxy.seen.some(({ method, path }) => method === "DELETE" && path.includes("uploadId"))).toBe(true);
  expect(await store.stat(object.sha256)).toBeUndefined();
});
