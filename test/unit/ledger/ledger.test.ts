import { writeFileSync } from "node:fs";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { expect, test } from "vitest";
import { sha256Of } from "../../../src/core/sha256.js";
import { MultipartUploads } from "../../../src/ledger/multipart-uploads.js";
import { nativeModuleError, openLedger } from "../../../src/ledger/open-ledger.js";
import { tempFolder } from "../../support/temp-folder.js";

const [store, object] = ["s3://bucket/a", sha256Of("object")];
const part = { number: 1, etag: '"abc"', sha256: sha256Of("part") };

test("a new ledger is made with its folder, and survives being opened again", async () => {
  const path = join(tempFolder(), "new", "ledger.db");
  const first = await openLedger(path);
  new MultipartUploads(first).begin(store, object, { uploadId: "u1", partSize: 8 });
  first.close();
  const second = await openLedger(path);
  expect(new MultipartUploads(second).find(store, object)).toEqual({
    uploadId: "u1",
    partSize: 8,
    parts: [],
  });
  expect(second.database.pragma("journal_mode", { simple: true })).toBe("wal");
  second.close();
});

test("an upload is remembered with its parts until it is forgotten", async () => {
  const ledger = await openLedger(join(tempFolder(), "ledger.db"));
  const uploads = new MultipartUploads(ledger);
  expect(uploads.find(store, object)).toBeUndefined();
  uploads.begin(store, object, { uploadId: "u1", partSize: 8 });
  uploads.addPart(store, object, "u1", { ...part, number: 2 });
  uploads.addPart(store, object, "u1", part);
  uploads.addPart(store, object, "u1", { ...part, etag: '"def"' });
  const parts = [
    { ...part, etag: '"def"' },
    { ...part, number: 2 },
  ];
  expect(uploads.find(store, object)).toEqual({ uploadId: "u1", partSize: 8, parts });
  expect(uploads.find("s3://bucket/b", object)).toBeUndefined();
  uploads.forget(store, object);
  expect(uploads.find(store, object)).toBeUndefined();
  uploads.begin(store, object, { uploadId: "u2", partSize: 8 });
  expect(uploads.find(store, object)?.parts).toEqual([]);
});

test("a part of an upload that was replaced meanwhile is not recorded", async () => {
  const uploads = new MultipartUploads(await openLedger(join(tempFolder(), "ledger.db")));
  uploads.begin(store, object, { uploadId: "u1", partSize: 8 });
  uploads.begin(store, object, { uploadId: "u2", partSize: 8 });
  uploads.addPart(store, object, "u1", part);
  expect(uploads.find(store, object)).toEqual({ uploadId: "u2", partSize: 8, parts: [] });
});

test("eight openings of one new ledger all succeed", async () => {
  const path = join(tempFolder(), "ledger.db");
  const ledgers = await Promise.all(Array.from({ length: 8 }, () => openLedger(path)));
  for (const ledger of ledgers) ledger.close();
});

test("a ledger of a newer mlx is refused", async () => {
  const path = join(tempFolder(), "ledger.db");
  const database = new Sqlite(path);
  database.pragma("user_version = 999");
  database.close();
  await expect(openLedger(path)).rejects.toMatchObject({
    code: "MLX_LEDGER_NEWER",
    message: expect.stringContaining("999"),
  });
});

test("a file that is no ledger is named", async () => {
  const path = join(tempFolder(), "ledger.db");
  writeFileSync(path, "not a database, but long enough to look like one".repeat(100));
  await expect(openLedger(path)).rejects.toMatchObject({
    code: "MLX_LEDGER_UNUSABLE",
    message: expect.stringContaining(path),
  });
});

test("a native part for another Node is answered by the command that rebuilds it", () => {
  const error = Object.assign(new Error("compiled against NODE_MODULE_VERSION 108"), {
    code: "ERR_DLOPEN_FAILED",
  });
  expect(nativeModuleError(error)).toMatchObject({
    code: "MLX_NATIVE_MODULE",
    hint: expect.stringContaining("npm rebuild better-sqlite3"),
  });
  expect(nativeModuleError(new Error("Could not locate the bindings file. Tried: …"))?.code).toBe(
    "MLX_NATIVE_MODULE",
  );
  expect(nativeModuleError(new Error("else"))).toBeUndefined();
});
