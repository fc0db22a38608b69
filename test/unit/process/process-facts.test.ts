import { describe, expect, test } from "vitest";
import { linuxFacts, psFacts } from "../../../src/process/process-facts.js";

const status = (resident: number, highest: number): string =>
  `Name:\tx\nVmHWM:\t  ${highest} kB\nVmRSS:\t  ${resident} kB\n`;

describe("the facts of Linux", () => {
  const files: Readonly<Record<string, string>> = {
    "/proc/10/status": status(100, 150),
    "/proc/10/task/10/children": "11 ",
    "/proc/10/task/14/children": "12 13 ",
    "/proc/11/status": status(200, 900),
    "/proc/12/status": "Name:\tzombie\nState:\tZ (zombie)\n",
    "/proc/self/stat": "9 (a) b (c)) S 1 9 9 0 -1 4194304 1 2 3 4 50 60 250 125 20 0 7 0",
  };
  const folders: Readonly<Record<string, readonly string[]>> = { "/proc/10/task": ["10", "14"] };
  const facts = linuxFacts(
    (path) => files[path],
    (path) => folders[path] ?? [],
  );

  test("add up the resident memory of a process and of those below each of its threads", async () => {
    expect(await facts.treeUse(10)).toEqual({ residentBytes: 300 * 1024, highestBytes: 900 * 1024 });
  });

  test("are none for a process that is gone", async () => {
    expect(await facts.treeUse(99)).toBeUndefined();
  });

  test("find the CPU time of ended children behind a name that looks like fields", () => {
    expect(facts.reapedCpuSeconds()).toBe(3.75);
  });
});

test("the facts of ps add up a process and those below it, in any order", async () => {
  const rows = " 30 20 300 0:01.50\n 20 10 200 1:02:03\n 10 1 100 1-00:00:01\n 40 1 900 0:00\n";
  const facts = psFacts(async () => rows);
  expect(await facts.treeUse(10)).toEqual({
    residentBytes: 600 * 1024,
    highestBytes: 0,
    cpuSeconds: new Map([
      [30, 1.5],
      [20, 3723],
      [10, 86_401],
    ]),
  });
  expect(await facts.treeUse(50)).toBeUndefined();
});
