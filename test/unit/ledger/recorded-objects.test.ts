import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { sha256Of } from "../../../src/core/sha256.js";
import { ulid } from "../../../src/core/ulid.js";
import { openRunLedger } from "../../../src/ledger/open-run-ledger.js";
import { recordedObjects } from "../../../src/ledger/recorded-objects.js";
import { schemaSteps } from "../../../src/ledger/schema.js";
import { tempFolder } from "../../support/temp-folder.js";

const ids = [1, 2].map((n) => ulid(1_762_000_000_000 + n, Buffer.alloc(10, n)));

test("tells the artifacts of runs, and which runs go on", async () => {
  const path = join(tempFolder(), "ledger.db");
  const ledger = await openRunLedger(path);
  for (const [n, id] of ids.entries()) {
    ledger.createRun({ id, name: "run", experiment: "Default", kind: "command", startTime: n, owned: false });
    ledger.addArtifacts(id, [{ path: `${n}.bin`, sha256: sha256Of(String(n)), size: 1, loggedAt: n }]);
  }
  const [first] = ids;
  if (first) ledger.endRun(first, { status: "finished", endTime: 9 });
  if (first) ledger.softDelete(first, 10);
  const labels = async (scope: "all" | "live" | "shared") =>
    (await recordedObjects(path, scope)).objects.map(({ label }) => label);
  expect([await labels("all"), await labels("live"), await labels("shared")]).toEqual([
    ["0.bin", "1.bin"],
    ["1.bin"],
    [],
  ]);
  expect([...(await recordedObjects(path, "all")).running]).toEqual(ids.slice(1));
  ledger.close();
});

test("makes no ledger, and leaves one of an older mlx as it is", async () => {
  const path = join(tempFolder(), "ledger.db");
  expect((await recordedObjects(path, "all")).objects).toEqual([]);
  expect(existsSync(path)).toBe(false);
  const old = new Database(path);
  old.exec(schemaSteps[0] ?? "");
  old.pragma("user_version = 1");
  old.close();
  const before = readFileSync(path);
  expect((await recordedObjects(path, "all")).objects).toEqual([]);
  expect(readFileSync(path).equals(before)).toBe(true);
});

test("a newer ledger and a damaged one are refused", async () => {
  const path = join(tempFolder(), "ledger.db");
  const newer = new Database(path);
  newer.pragma(`user_version = ${schemaSteps.length + 1}`);
  newer.close();
  await expect(recordedObjects(path, "all")).rejects.toMatchObject({ code: "MLX_LEDGER_NEWER" });
  writeFileSync(path, "not a database at all ".repeat(100));
  await expect(recordedObjects(path, "all")).rejects.toMatchObject({ code: "MLX_LEDGER_UNUSABLE" });
});
