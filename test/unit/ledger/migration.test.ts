import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { expect, test } from "vitest";
import { sha256Of } from "../../../src/core/sha256.js";
import { MultipartUploads } from "../../../src/ledger/multipart-uploads.js";
import { openLedger } from "../../../src/ledger/open-ledger.js";
import { openRunLedger } from "../../../src/ledger/open-run-ledger.js";
import { tempFolder } from "../../support/temp-folder.js";
import { oldLedger } from "./old-ledger.js";
import { begin, scratchLedger } from "./scratch-ledger.js";

const pending = { uploadId: "u1", partSize: 8, parts: [] };

function uploadsIn(path: string): unknown[] {
  const database = new Sqlite(path, { readonly: true });
  const rows = database.prepare("SELECT upload_id FROM multipart_uploads").all();
  const version = database.pragma("user_version", { simple: true });
  database.close();
  return [version, ...rows];
}

test("an old ledger is brought forward with what it holds, and kept as a backup", async () => {
  const path = join(tempFolder(), "ledger.db");
  // Still open elsewhere: what it holds is in the write-ahead log alone.
  const other = oldLedger(path, true);
  const ledger = await openLedger(path);
  expect(new MultipartUploads(ledger).find("s3://bucket/a", sha256Of("object"))).toEqual(pending);
  expect(ledger.database.pragma("user_version", { simple: true })).toBe(5);
  ledger.close();
  other.close();
  expect(uploadsIn(`${path}.v1.bak`)).toEqual([1, { upload_id: "u1" }]);
  const runs = await scratchLedger(path);
  expect(runs.header(begin(runs))?.status).toBe("running");
});

test("a new ledger needs no backup, and an up-to-date one none either", async () => {
  const folder = tempFolder();
  const path = join(folder, "ledger.db");
  (await openRunLedger(path)).close();
  (await openRunLedger(path)).close();
  expect(readdirSync(folder)).toEqual(["ledger.db"]);
});

test("an older backup is never touched", async () => {
  const path = join(tempFolder(), "ledger.db");
  oldLedger(path);
  writeFileSync(`${path}.v1.bak`, "precious");
  (await openLedger(path)).close();
  expect(readFileSync(`${path}.v1.bak`, "utf8")).toBe("precious");
  expect(uploadsIn(`${path}.v1.bak.2`)).toEqual([1, { upload_id: "u1" }]);
});

test("a migration that cannot be finished changes nothing", async () => {
  const path = join(tempFolder(), "ledger.db");
  const database = oldLedger(path, true);
  database.exec("CREATE TABLE artifacts (in_the_way TEXT)");
  database.close();
  await expect(openRunLedger(path)).rejects.toThrow();
  const after = new Sqlite(path, { readonly: true });
  expect(after.pragma("user_version", { simple: true })).toBe(1);
  const tables = after
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    .pluck()
    .all();
  expect(tables).toEqual(["artifacts", "multipart_parts", "multipart_uploads"]);
  after.close();
});

test("a ledger of a newer mlx is refused and left as it is", async () => {
  const path = join(tempFolder(), "ledger.db");
  const database = new Sqlite(path);
  database.pragma("user_version = 999");
  database.close();
  const before = readFileSync(path);
  await expect(openRunLedger(path)).rejects.toMatchObject({
    code: "MLX_LEDGER_NEWER",
    exitCode: 3,
    message: expect.stringContaining("999"),
    hint: expect.stringContaining("update mlx"),
  });
  const after = new Sqlite(path, { readonly: true });
  expect(after.pragma("user_version", { simple: true })).toBe(999);
  expect(after.prepare("SELECT count(*) FROM sqlite_schema").pluck().get()).toBe(0);
  after.close();
  expect(before.length).toBeGreaterThan(0);
});
