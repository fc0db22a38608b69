import { expect, test } from "vitest";
import { openTable } from "../../support/open-table.js";

test("JSON Lines of 40 MB are read within the memory that large files are given, on many threads too", async () => {
  const line = JSON.stringify({ at: 1, text: "a text of some length ".repeat(8) });
  const rows = Math.ceil(40e6 / line.length);
  for (const threads of [1, 16]) {
    const source = await openTable("a.jsonl", `${line}\n`.repeat(rows), threads);
    expect(await source.rows()).toBe(rows);
    const [setting] = await source.query<{ threads: number }>("SELECT current_setting('threads') AS threads");
    expect(setting?.threads).toBe(threads);
  }
});
