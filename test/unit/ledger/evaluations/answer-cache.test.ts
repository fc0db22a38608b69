import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { expect, test } from "vitest";
import { openAnswerCache } from "../../../../src/ledger/evaluations/answer-cache.js";
import { tempFolder } from "../../../support/temp-folder.js";

const key = (name: string) => Buffer.from(name.padEnd(32, "."));
const path = () => join(tempFolder(), "evals", "cache.db");

test("what was set is found before it is written, and afterwards, and in another process's view", async () => {
  const file = path();
  const [cache, other] = [await openAnswerCache(file), await openAnswerCache(file)];
  cache.set(key("a"), "one", 1000);
  expect(cache.get(key("a"))).toBe("one");
  expect(cache.waiting).toBe(1);
  expect(other.get(key("a"))).toBeUndefined();
  cache.flush();
  expect(cache.waiting).toBe(0);
  expect([cache.get(key("a")), other.get(key("a")), other.get(key("b"))]).toEqual(["one", "one", undefined]);
  cache.close();
  other.close();
});

test("look-ups of one turn neither keep others from writing nor hide what they wrote from the next turn", async () => {
  const file = path();
  const [cache, other] = [await openAnswerCache(file), await openAnswerCache(file)];
  cache.set(key("a"), "one", 1000);
  cache.flush();
  expect(cache.get(key("a"))).toBe("one");
  other.set(key("a"), "two", 2000);
  other.set(key("b"), "three", 2000);
  other.flush();
  expect(cache.get(key("c"))).toBeUndefined();
  expect([cache.get(key("a")), cache.get(key("b"))]).toEqual(["two", "three"]);
  other.set(key("a"), "four", 3000);
  other.flush();
  await new Promise((resolve) => setImmediate(resolve));
  expect(cache.get(key("a"))).toBe("four");
  cache.set(key("a"), "five", 4000);
  expect(cache.get(key("a"))).toBe("five");
  cache.flush();
  expect([cache.get(key("a")), other.get(key("a"))]).toEqual(["five", "five"]);
  cache.close();
  other.close();
});

test("closing writes what waits", async () => {
  const file = path();
  const cache = await openAnswerCache(file);
  cache.set(key("a"), "one", 1000);
  cache.close();
  const again = await openAnswerCache(file);
  expect(again.get(key("a"))).toBe("one");
  again.close();
});

test("entries are counted and cleared by age", async () => {
  const cache = await openAnswerCache(path());
  for (const at of [1000, 2000, 3000]) cache.set(key(String(at)), "x".repeat(5000), at);
  cache.flush();
  expect(cache.stats()).toMatchObject({ entries: 3, oldest: 1000, newest: 3000 });
  expect(cache.stats().bytes).toBeGreaterThan(15_000);
  expect([cache.count(), cache.count(2500)]).toEqual([3, 2]);
  expect(cache.clear(2500)).toBe(2);
  expect(cache.get(key("3000"))).toBeDefined();
  expect(cache.clear()).toBe(1);
  expect(cache.stats().entries).toBe(0);
  cache.close();
});

test("only its owner may read the file", async () => {
  const file = path();
  (await openAnswerCache(file)).close();
  expect(statSync(file).mode & 0o077).toBe(process.platform === "win32" ? statSync(file).mode & 0o077 : 0);
});

test("answers of an mlx that kept them otherwise are dropped", async () => {
  const file = path();
  (await openAnswerCache(file)).close();
  const database = new Sqlite(file);
  database.exec("DROP TABLE answers; CREATE TABLE answers (other TEXT); PRAGMA user_version = 99;");
  database.close();
  const cache = await openAnswerCache(file);
  cache.set(key("a"), "one", 1);
  cache.flush();
  expect(cache.stats().entries).toBe(1);
  cache.close();
});

test("a file that is no cache is told by name", async () => {
  const file = join(tempFolder(), "cache.db");
  writeFileSync(file, "not a database ".repeat(1000));
  await expect(openAnswerCache(file)).rejects.toMatchObject({
    code: "MLX_LEDGER_UNUSABLE",
    message: expect.stringContaining(file),
  });
});

test("many answers are written and found quickly", async () => {
  const cache = await openAnswerCache(path());
  const value = JSON.stringify({ output: "x".repeat(400) });
  const began = performance.now();
  for (let n = 0; n < 20_000; n++) {
    cache.set(key(String(n)), value, n);
    if (cache.waiting === 500) cache.flush();
  }
  cache.flush();
  for (let n = 0; n < 20_000; n++) if (cache.get(key(String(n))) === undefined) throw new Error(String(n));
  expect(performance.now() - began).toBeLessThan(5000);
  cache.close();
});

test("two processes may open it for the first time at once", async () => {
  const file = path();
  const opened = await Promise.all(Array.from({ length: 4 }, () => openAnswerCache(file)));
  for (const [index, cache] of opened.entries()) cache.set(key(String(index)), String(index), index);
  for (const cache of opened) cache.flush();
  expect(opened[0]?.stats().entries).toBe(4);
  for (const cache of opened) cache.close();
});
