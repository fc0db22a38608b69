import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, test } from "vitest";
import { Interrupted } from "../../../src/core/errors.js";
import { acquireLock, type LockHolder } from "../../../src/files/lock.js";
import { cacheDriver } from "../../support/driver.js";
import { tempFolder } from "../../support/temp-folder.js";

let drive: Awaited<ReturnType<typeof cacheDriver>>;
beforeAll(async () => {
  drive = await cacheDriver();
});

/** Whether a lock comes within the time that ten looks at it take. */
async function comes(lock: Promise<unknown>): Promise<boolean> {
  return await Promise.race([lock.then(() => true), sleep(400).then(() => false)]);
}

describe("acquireLock", () => {
  test("lets one in at a time, in the order in which they asked", async () => {
    const dir = join(tempFolder(), "lock");
    const order: number[] = [];
    const first = await acquireLock(dir);
    const waiting = [1, 2, 3].map(async (number) => {
      const lock = await acquireLock(dir);
      order.push(number);
      lock.release();
    });
    expect(order).toEqual([]);
    first.release();
    await Promise.all(waiting);
    expect(order).toEqual([1, 2, 3]);
    expect(readdirSync(dir)).toEqual([]);
  });

  test("lets shared holders in together, and an exclusive one only when all have left", async () => {
    const dir = join(tempFolder(), "lock");
    const a = await acquireLock(dir, { mode: "shared" });
    const b = await acquireLock(dir, { mode: "shared" });
    const exclusive = acquireLock(dir);
    a.release();
    expect(await comes(exclusive)).toBe(false);
    const late = acquireLock(dir, { mode: "shared" });
    b.release();
    const lock = await exclusive;
    expect(await comes(late)).toBe(false);
    lock.release();
    (await late).release();
  });

  test("release twice is harmless", async () => {
    const dir = join(tempFolder(), "lock");
    const lock = await acquireLock(dir);
    lock.release();
    const next = await acquireLock(dir);
    lock.release();
    const third = acquireLock(dir);
    expect(await comes(third)).toBe(false);
    next.release();
    (await third).release();
  });

  test("stops waiting on abort and leaves no entry behind", async () => {
    const dir = join(tempFolder(), "lock");
    const lock = await acquireLock(dir);
    const abort = new AbortController();
    const waiting = acquireLock(dir, { signal: abort.signal });
    abort.abort();
    await expect(waiting).rejects.toBeInstanceOf(Interrupted);
    expect(readdirSync(dir)).toHaveLength(1);
    lock.release();
  });

  test("tells whoever waits, once, who holds it", async () => {
    const folder = tempFolder();
    const told: LockHolder[] = [];
    let end: (() => void) | undefined;
    const held = new Promise<void>((resolve) => {
      const running = drive(["hold", folder], {
        onLine: (_, kill) => {
          end = () => kill("SIGKILL");
          resolve();
        },
      });
      running.catch(() => undefined);
    });
    await held;
    const lock = await acquireLock(join(folder, "lock"), {
      onWait: (holder) => {
        told.push(holder);
        end?.();
      },
    });
    lock.release();
    expect(told).toMatchObject([{ command: "test hold", mode: "exclusive" }]);
    expect(told[0]?.pid).not.toBe(process.pid);
  });

  test("takes over from a process that was killed, whether it held it exclusively or shared", async () => {
    for (const mode of ["exclusive", "shared"]) {
      const folder = tempFolder();
      await drive(["hold", folder, mode], { onLine: (_, kill) => kill("SIGKILL") });
      expect(readdirSync(join(folder, "lock"))).toHaveLength(1);
      (await acquireLock(join(folder, "lock"))).release();
      expect(readdirSync(join(folder, "lock"))).toEqual([]);
    }
  });

  test("is not fooled by a living process that got the number of the dead one", async () => {
    const dir = join(tempFolder(), "lock");
    const own = await acquireLock(dir);
    const [name = ""] = readdirSync(dir);
    own.release();
    const reused = name.replace(
      /-(\d+)-(\d+)-(\d+)$/,
      (_, pid, start, n) => `-${pid}-${Number(start) - 1}-${n}`,
    );
    writeFileSync(join(dir, reused), "{}");
    (await acquireLock(dir)).release();
  });

  test("believes an entry of another machine while it is touched, and not after two minutes of silence", async () => {
    const dir = join(tempFolder(), "lock");
    mkdirSync(dir);
    const foreign = join(dir, "000000001.x.0123456789ab-7-7-0");
    writeFileSync(foreign, '{"host":"elsewhere","command":"data gc"}');
    const waiting = acquireLock(dir);
    expect(await comes(waiting)).toBe(false);
    const old = Date.now() / 1000 - 130;
    utimesSync(foreign, old, old);
    (await waiting).release();
    expect(readdirSync(dir)).toEqual([]);
  });

  test("keeps eight processes that count in one file from losing a single step", async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, "number"), "0");
    const runs = await Promise.all(Array.from({ length: 8 }, () => drive(["count", folder])));
    expect(runs.map(({ code, stderr }) => ({ code, stderr }))).toEqual(
      Array.from({ length: 8 }, () => ({ code: 0, stderr: "" })),
    );
    expect(readFileSync(join(folder, "number"), "utf8")).toBe("160");
  });
});
