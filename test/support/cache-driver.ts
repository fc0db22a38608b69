import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openCache } from "../../src/cache/object-cache.js";
import { MlxError } from "../../src/core/errors.js";
import { linkTypes } from "../../src/core/settings.js";
import { acquireLock } from "../../src/files/lock.js";

// One use of the cache below FOLDER, in a process of its own: driver COMMAND FOLDER [ARGUMENT…]. Prints JSON.
const [command = "", folder = "", ...rest] = process.argv.slice(2);
const cache = openCache({
  root: join(folder, "cache"),
  quarantine: join(folder, "quarantine"),
  tmp: join(folder, "tmp"),
});

const commands: Record<string, () => Promise<unknown>> = {
  insert,
  /** ARGUMENTS: folder to write to, link type. */
  async link() {
    const [out = "out", type] = rest;
    const results = await insert();
    const links = linkTypes.filter((link) => link === type);
    return await cache.linkOut(
      results.flatMap((result, index) => {
        if (!result.ok) return [];
        return [
          { ...result, mode: "644" as const, target: join(folder, out, `sub${index % 3}`, String(index)) },
        ];
      }),
      { within: folder, ...(type !== undefined && { links }) },
    );
  },
  async linkAgain() {
    return await cache.linkOut(
      cache.list().map(({ sha256, size }, index) => {
        return { sha256, size, mode: "644" as const, target: join(folder, "out", String(index)) };
      }),
    );
  },
  async verify() {
    return await cache.verify(undefined);
  },
  /** Adds one to a number in a file, many times, in a way that only works if nobody else does so meanwhile. */
  async count() {
    for (let round = 0; round < 20; round++) {
      const lock = await acquireLock(join(folder, "lock"));
      const number = Number(readFileSync(join(folder, "number"), "utf8"));
      await sleep(1);
      writeFileSync(join(folder, "number"), String(number + 1));
      lock.release();
    }
    return "counted";
  },
  /** Takes the lock and says so; then waits to be killed. */
  async hold() {
    await acquireLock(join(folder, "lock"), {
      command: "test hold",
      mode: rest[0] === "shared" ? "shared" : "exclusive",
    });
    process.stdout.write("held\n");
    await sleep(60_000);
    return "never";
  },
  async take() {
    const lock = await acquireLock(join(folder, "lock"));
    lock.release();
    return readdirSync(join(folder, "lock"));
  },
};

async function insert() {
  const files = readdirSync(join(folder, "data")).sort();
  return await cache.insertFiles(files.map((name) => ({ source: join(folder, "data", name) })));
}

try {
  const result = await commands[command]?.();
  const text = JSON.stringify(result, (_, value: unknown) =>
    typeof value === "bigint" ? String(value) : value,
  );
  process.stdout.write(`${text}\n`);
} catch (error) {
  if (!(error instanceof MlxError)) throw error;
  process.stdout.write(
    `${JSON.stringify({ code: error.code, message: error.message, exitCode: error.exitCode })}\n`,
  );
  process.exitCode = error.exitCode;
}
