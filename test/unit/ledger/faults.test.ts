import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { Connection } from "../../../src/ledger/connection.js";
import { openLedger } from "../../../src/ledger/open-ledger.js";
import { openRunLedger } from "../../../src/ledger/open-run-ledger.js";
import { append, createRun } from "../../../src/ledger/recording.js";
import type { RunId } from "../../../src/runs/types.js";
import { bundle } from "../../support/bundle.js";
import { tempFolder } from "../../support/temp-folder.js";
import { oldLedger } from "./old-ledger.js";
import { begin, fullRun, newId, point, scratchLedger } from "./scratch-ledger.js";

const many = (from: number) =>
  Array.from({ length: 2_000 }, (_, index) => point("loss", index, from + index));

describe("a full disk", () => {
  const full = {
    code: "MLX_LEDGER_UNUSABLE",
    exitCode: 3,
    message: expect.stringContaining("the disk is full"),
    hint: expect.stringContaining("free some space"),
  };

  test("is told in words, what was stored before stays, and recording goes on once there is room", async () => {
    const ledger = await openLedger(join(tempFolder(), "ledger.db"));
    const connection = new Connection(ledger);
    const id = newId();
    createRun(connection, {
      ...{ id, name: "a", experiment: "Default", kind: "command", startTime: 1, owned: false },
    });
    append(connection, id, { metrics: many(0) }, 1, undefined);
    const pages = Number(ledger.database.pragma("page_count", { simple: true }));
    ledger.database.pragma(`max_page_count = ${pages}`);
    const batch = { params: { fresh: "1" }, metrics: many(10_000) };
    expect(() => append(connection, id, batch, 2, undefined)).toThrow(expect.objectContaining(full));
    ledger.database.pragma("max_page_count = 1000000");
    const after = await scratchLedger(ledger.path);
    expect(after.history(id, "loss")).toEqual(many(0));
    expect(after.record(id)?.params).toEqual({});
    append(connection, id, batch, 3, undefined);
    expect(after.history(id, "loss")).toHaveLength(4_000);
    ledger.close();
  });

  test("of a real file system is told alike, and the ledger stays whole", async ({ skip }) => {
    const small = join(tempFolder(), "small");
    mkdirSync(small);
    if (!mountTmpfs(small)) skip("this user may not mount file systems");
    try {
      const ledger = await openRunLedger(join(small, "ledger.db"));
      const id = begin(ledger);
      let stored = 0;
      const fill = () => {
        for (;;) {
          ledger.append(id, { metrics: many(stored) }, 1);
          stored += 2_000;
        }
      };
      expect(fill).toThrow(expect.objectContaining(full));
      expect(stored).toBeGreaterThan(0);
      expect(ledger.history(id, "loss")).toHaveLength(stored);
      ledger.close();
      const again = await openLedger(join(small, "ledger.db"), "read");
      expect(again.database.pragma("integrity_check", { simple: true })).toBe("ok");
      again.close();
    } finally {
      execFileSync("umount", [small]);
    }
  });
});

/** A file system of 3 MB. False where the system does not let us. */
function mountTmpfs(folder: string): boolean {
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=3m", "tmpfs", folder], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

describe("a folder that may not be written to", () => {
  interface Told {
    readonly total?: number;
    readonly readOnly?: boolean;
    readonly marked?: readonly RunId[];
    readonly refusals: readonly object[];
  }

  /** Opens the ledger in a process that file permissions bind, root's too. */
  async function readIn(folder: string, id: RunId): Promise<Told> {
    const script = await bundle(new URL("../../support/ledger-driver.ts", import.meta.url));
    chmodSync(folder, 0o555);
    onTestFinished(() => chmodSync(folder, 0o755));
    const command = [process.execPath, script, "read", join(folder, "ledger.db"), id];
    const drop = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--"];
    const [program = "", ...args] = process.getuid?.() === 0 ? [...drop, ...command] : command;
    const { stdout, stderr } = spawnSync(program, args, { encoding: "utf8" });
    expect(stderr).toBe("");
    return JSON.parse(stdout);
  }

  const refusal = {
    code: "MLX_LEDGER_UNUSABLE",
    exitCode: 4,
    message: expect.stringMatching(/ledger\.db cannot be used: .*(?:read-only|cannot be opened)/),
  };

  test("still lets the ledger be read; writers are told why they cannot", async () => {
    const folder = tempFolder();
    const ledger = await openRunLedger(join(folder, "ledger.db"));
    const id = fullRun(ledger);
    begin(ledger, { owned: true });
    ledger.close();
    const before = readdirSync(folder);
    const told = await readIn(folder, id);
    expect(told).toMatchObject({ total: 2, readOnly: true, marked: [], refusals: [refusal, refusal] });
    expect(readdirSync(folder)).toEqual(before);
  });

  test("lets also that be read which is in the log of a writer that was killed, in a file that is read-only itself", async () => {
    const [source, folder] = [tempFolder(), tempFolder()];
    const ledger = await scratchLedger(join(source, "ledger.db"));
    const id = fullRun(ledger);
    for (const ending of ["", "-wal"]) {
      const copy = join(folder, `ledger.db${ending}`);
      writeFileSync(copy, readFileSync(join(source, `ledger.db${ending}`)));
      chmodSync(copy, 0o444);
    }
    expect(readFileSync(join(folder, "ledger.db-wal")).length).toBeGreaterThan(0);
    expect(await readIn(folder, id)).toMatchObject({ total: 1, readOnly: true });
  });

  test("lets an old ledger be read without changing it", async () => {
    const folder = tempFolder();
    oldLedger(join(folder, "ledger.db"));
    const before = readFileSync(join(folder, "ledger.db"));
    expect(await readIn(folder, newId())).toMatchObject({ total: 0, readOnly: true });
    expect(readFileSync(join(folder, "ledger.db")).equals(before)).toBe(true);
    expect(readdirSync(folder)).toEqual(["ledger.db"]);
  });

  test("and has no ledger yet gets none", async () => {
    const folder = tempFolder();
    expect(await readIn(folder, newId())).toEqual({ refusals: [refusal] });
  });
});

describe("a damaged ledger", () => {
  const damaged = (path: string) => ({
    code: "MLX_LEDGER_UNUSABLE",
    exitCode: 3,
    message: expect.stringContaining(`${path} cannot be used: it is damaged: `),
    hint: expect.stringMatching(/move .*-wal.*-shm.*Lost are the runs.*\.recover.*mlx runs pull/),
  });

  async function ledgerWithRuns(): Promise<{ readonly path: string; readonly id: RunId }> {
    const path = join(tempFolder(), "ledger.db");
    const ledger = await openRunLedger(path);
    const id = begin(ledger);
    for (let part = 0; part < 5; part++) ledger.append(id, { metrics: many(part * 2_000) }, 1);
    ledger.close();
    return { path, id };
  }

  test("is told with what SQLite's integrity check finds first, and what to do", async () => {
    const { path, id } = await ledgerWithRuns();
    const bytes = readFileSync(path);
    // The pages of points: the schema and the small tables come before them.
    const from = Math.floor(bytes.length / 4_096 / 2) * 4_096;
    bytes.fill(0xff, from, from + 10 * 4_096);
    writeFileSync(path, bytes);
    const ledger = await scratchLedger(path);
    const read = () => [ledger.record(id), ledger.history(id, "loss"), ledger.search({})];
    expect(read).toThrow(expect.objectContaining(damaged(path)));
    expect(read).toThrow(/malformed; .*(?:Tree|page|row)/s);
  });

  test("that lacks its end is told alike", async () => {
    const { path } = await ledgerWithRuns();
    truncateSync(path, 6 * 4_096);
    await expect(openRunLedger(path).then((ledger) => ledger.search({}))).rejects.toMatchObject(
      damaged(path),
    );
  });

  test("that is no ledger at all is told alike, and not overwritten", async () => {
    const path = join(tempFolder(), "ledger.db");
    const content = "not a database, but long enough to look like one".repeat(100);
    writeFileSync(path, content);
    await expect(openRunLedger(path)).rejects.toMatchObject(damaged(path));
    expect(readFileSync(path, "utf8")).toBe(content);
  });
});

test("a ledger that another process keeps locked is told, after the wait", async () => {
  const path = join(tempFolder(), "ledger.db");
  const [ours, theirs] = [await openLedger(path), await openLedger(path)];
  theirs.database.exec("BEGIN IMMEDIATE");
  ours.database.pragma("busy_timeout = 20");
  const connection = new Connection(ours);
  expect(() => connection.write(() => undefined)).toThrow(
    expect.objectContaining({ code: "MLX_LEDGER_UNUSABLE", message: expect.stringContaining("locked") }),
  );
  theirs.database.exec("COMMIT");
  expect(connection.write(() => "stored")).toBe("stored");
  ours.close();
  theirs.close();
});

test("a ledger whose place is a folder, or below a file, is told", async () => {
  const folder = tempFolder();
  mkdirSync(join(folder, "ledger.db"));
  writeFileSync(join(folder, "file"), "");
  for (const path of [join(folder, "ledger.db"), join(folder, "file", "ledger.db")]) {
    await expect(openRunLedger(path)).rejects.toMatchObject({
      code: "MLX_LEDGER_UNUSABLE",
      message: expect.stringContaining(path),
    });
  }
});
