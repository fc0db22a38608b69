import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sha256Of } from "../../src/core/sha256.js";
import { MultipartUploads } from "../../src/ledger/multipart-uploads.js";
import { openLedger } from "../../src/ledger/open-ledger.js";
import { must } from "../support/data-project.js";
import { mlxBinary } from "../support/mlx.js";
import { gitRepo, type TestRepo } from "../support/repo.js";
import { type FaultProxy, startFaultProxy } from "../support/s3/fault-proxy.js";
import { credentialsOf } from "../support/s3/s3-server.js";
import { startS3rver } from "../support/s3/start-s3rver.js";

const mebibyte = 1024 * 1024;
let proxy: FaultProxy;
beforeAll(async () => {
  proxy = await startFaultProxy(await startS3rver({ anySignature: true }));
});
afterAll(() => proxy.stop());

/** Runs a command and kills it with SIGKILL once `ready`. */
async function killWhen(repo: TestRepo, command: string, ready: () => boolean): Promise<void> {
  const abort = new AbortController();
  const run = mlxBinary(repo, command, { env: credentialsOf(proxy), signal: abort.signal });
  const ended = run.then(
    () => "by itself",
    () => "killed",
  );
  while (!ready()) await sleep(10);
  abort.abort();
  expect(await ended).toBe("killed");
}

/** How many ranges of the one download under way are on disk. */
function rangesDone(repo: TestRepo): number {
  const tmp = repo.path(".mlx", "cache", "tmp");
  const folders = existsSync(tmp) ? readdirSync(tmp).filter((name) => name.startsWith("partial-")) : [];
  const records = folders.flatMap((folder) =>
    readdirSync(join(tmp, folder))
      .filter((name) => name.endsWith(".part.json"))
      .map((name) => JSON.parse(readFileSync(join(tmp, folder, name), "utf8")).done.length),
  );
  return records[0] ?? 0;
}

function partsSent(): number[] {
  return proxy.seen.flatMap(({ method, path }) => {
    const part = method === "PUT" ? /partNumber=(\d+)/.exec(path)?.[1] : undefined;
    return part === undefined ? [] : [Number(part)];
  });
}

test("a push and a pull that were killed in the middle of a large file go on where they were", async () => {
  const bytes = Buffer.alloc(42 * mebibyte + 1);
  for (let at = 0; at < bytes.length; at += 1021) bytes[at] = at % 251;
  const repo = gitRepo({ "large.bin": bytes });
  const env = credentialsOf(proxy);
  await must(repo, ["remote", "add", "origin", `s3://${proxy.bucket}/data`, "--endpoint", proxy.endpoint]);
  await must(repo, "data add large.bin");
  repo.commit();

  proxy.fault = ({ path }) => (/partNumber=[356]/.test(path) ? { kind: "silence" } : undefined);
  const ledger = await openLedger(repo.path(".mlx", "ledger.db"));
  const journal = new MultipartUploads(ledger);
  const store = `s3://${proxy.bucket}/data (${proxy.endpoint})`;
  await killWhen(repo, "data push", () => journal.find(store, sha256Of(bytes))?.parts.length === 3);
  ledger.close();
  proxy.fault = undefined;
  proxy.seen.length = 0;
  const push = await mlxBinary(repo, "data push --json", { env });
  expect(push.json).toMatchObject({ uploaded: 1, failed: [] });
  expect(partsSent().sort()).toEqual([3, 5, 6]);

  const clone = repo.clone();
  proxy.fault = ({ range }) => (range?.startsWith("bytes=16777216-") ? { kind: "silence" } : undefined);
  await killWhen(clone, "data pull", () => rangesDone(clone) === 2);
  expect(clone.exists("large.bin")).toBe(false);
  proxy.fault = undefined;
  proxy.seen.length = 0;
  const pull = await mlxBinary(clone, "data pull --json", { env });
  expect(pull.json).toMatchObject({ fetched: 1, written: 1, failed: [] });
  expect(proxy.seen.flatMap(({ range }) => range ?? [])).toEqual(["bytes=16777216-33554431"]);
  expect(readFileSync(clone.path("large.bin")).equals(bytes)).toBe(true);
  expect(readdirSync(clone.path(".mlx", "cache", "tmp"))).toEqual([]);
});
