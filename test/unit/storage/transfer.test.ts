import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { Interrupted } from "../../../src/core/errors.js";
import { LocalStore } from "../../../src/storage/local-store.js";
import { S3Store } from "../../../src/storage/s3-store.js";
import { downloadAll, uploadAll } from "../../../src/storage/transfer.js";
import { objectFile } from "../../contract/object-store.js";
import { type FaultProxy, startFaultProxy } from "../../support/s3/fault-proxy.js";
import { useCredentials } from "../../support/s3/s3-server.js";
import { startS3rver } from "../../support/s3/start-s3rver.js";
import { tempFolder } from "../../support/temp-folder.js";

const hasty = { attempts: 3, baseDelay: 1, maxDelay: 2, random: Math.random };
let proxy: FaultProxy;
let places = 0;
let store: S3Store;

beforeAll(async () => {
  proxy = await startFaultProxy(await startS3rver({ anySignature: true }));
  useCredentials(proxy);
});
beforeEach(async () => {
  const remote = { url: `s3://${proxy.bucket}/${places++}`, endpoint: proxy.endpoint };
  store = await S3Store.connect(remote, { stallTimeout: 30, retry: hasty });
});
afterEach(() => {
  proxy.fault = undefined;
});
afterAll(() => proxy.stop());

function items(count: number) {
  const folder = tempFolder();
  return Array.from({ length: count }, (_, index) => {
    const object = objectFile(folder, Buffer.from(`item ${index}`));
    return { ...object, label: `data/${index}.txt`, target: join(folder, `${index}.back`) };
  });
}

test("many objects travel to the store and back", async () => {
  const all = items(200);
  let moved = 0;
  const done: string[] = [];
  const up = await uploadAll(store, all, {
    onBytes: (count) => (moved += count),
    onDone: ({ label }) => done.push(label),
  });
  const bytes = all.reduce((sum, { size }) => sum + size, 0);
  expect(up).toEqual({ uploaded: 200, present: 0, bytes, failed: [] });
  expect([moved, done.length]).toEqual([bytes, 200]);
  expect(await downloadAll(store, all)).toEqual({ downloaded: 200, bytes, failed: [] });
  for (const { bytes, target } of all) expect(readFileSync(target)).toEqual(bytes);
});

test("an object that several files share travels once", async () => {
  const [item] = items(1);
  if (item === undefined) throw new Error("no item");
  proxy.seen.length = 0;
  expect(await uploadAll(store, [item, { ...item, label: "copy" }])).toMatchObject({ uploaded: 1 });
  expect(proxy.seen.length).toBe(1);
});

test("a missing and a damaged local object are named, and the rest still travels", async () => {
  const all = items(20);
  const [missing, damaged, ...rest] = all;
  if (missing === undefined || damaged === undefined) throw new Error("no items");
  rmSync(missing.path);
  writeFileSync(damaged.path, "i_em 1");
  const { uploaded, failed } = await uploadAll(store, all);
  expect(uploaded).toBe(18);
  expect(new Map(failed.map(({ label, code }) => [label, code]))).toEqual(
    new Map([
      ["data/0.txt", "MLX_NOT_CACHED"],
      ["data/1.txt", "MLX_CORRUPT_OBJECT"],
    ]),
  );
  expect((await store.existing(all.map(({ sha256 }) => sha256))).size).toBe(rest.length);
});

test("an object that the store lacks is named, and the rest still arrives", async () => {
  const all = items(10);
  await store.open({ create: true });
  await uploadAll(store, all.slice(1));
  const { downloaded, failed } = await downloadAll(store, all);
  expect(downloaded).toBe(9);
  expect(failed).toMatchObject([{ label: "data/0.txt", code: "MLX_OBJECT_MISSING", sha256: all[0]?.sha256 }]);
});

test("refused credentials stop everything", async () => {
  proxy.fault = () => ({ kind: "answer", status: 403, code: "InvalidAccessKeyId" });
  proxy.seen.length = 0;
  await expect(uploadAll(store, items(100))).rejects.toMatchObject({
    code: "MLX_BAD_CREDENTIALS",
    exitCode: 4,
  });
  expect(proxy.seen.length).toBeLessThan(100);
});

test("a store that asks to slow down still gets everything", async () => {
  let requests = 0;
  proxy.fault = () => (requests++ % 3 === 0 ? { kind: "answer", status: 503, code: "SlowDown" } : undefined);
  const patient = await S3Store.connect(
    { url: `s3://${proxy.bucket}/slow`, endpoint: proxy.endpoint },
    { stallTimeout: 30, retry: { ...hasty, attempts: 30 } },
  );
  expect(await uploadAll(patient, items(100))).toMatchObject({ uploaded: 100, failed: [] });
});

test("an interrupted transfer ends as interrupted, with nothing half-written", async () => {
  const all = items(100);
  await uploadAll(store, all);
  const abort = new AbortController();
  const running = downloadAll(store, all, { signal: abort.signal, onDone: () => abort.abort() });
  await expect(running).rejects.toBeInstanceOf(Interrupted);
  for (const { target, bytes } of all) if (existsSync(target)) expect(readFileSync(target)).toEqual(bytes);
});

test("a fixed number of jobs is kept to", async () => {
  const folder = new LocalStore(tempFolder());
  let active = 0;
  let most = 0;
  const counting = Object.assign(Object.create(folder), {
    async put(...args: Parameters<LocalStore["put"]>) {
      most = Math.max(most, ++active);
      const outcome = await folder.put(...args);
      active--;
      return outcome;
    },
  });
  await uploadAll(counting, items(50), { jobs: 3 });
  expect(most).toBe(3);
});

test("nothing to do is done at once", async () => {
  expect(await uploadAll(store, [])).toEqual({ uploaded: 0, present: 0, bytes: 0, failed: [] });
  expect(await downloadAll(store, [])).toEqual({ downloaded: 0, bytes: 0, failed: [] });
});
