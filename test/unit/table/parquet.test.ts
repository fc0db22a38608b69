import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Problem } from "../../../src/core/errors.js";
import { readRows } from "../../../src/table/read-rows.js";
import { tempFolder } from "../../support/temp-folder.js";

const fixtures = join(import.meta.dirname, "../../fixtures/tables");

async function read(path: string) {
  const problems: Problem[] = [];
  const rows = [];
  for await (const batch of readRows({ path, file: "a.parquet" }, (problem) => problems.push(problem)))
    rows.push(...batch);
  return { rows, problems };
}

test.each(["snappy", "zstd", "gzip", "none"])(
  "reads what pyarrow wrote with %s, each row with its number",
  async (codec) => {
    const { rows, problems } = await read(join(fixtures, `${codec}.parquet`));
    expect(problems).toEqual([]);
    expect(rows.map(({ at }) => at.line)).toEqual([1, 2, 3, 4, 5]);
    const values = rows.map((row) => Object.fromEntries(row.values));
    expect(values.map(({ id }) => id)).toEqual(["case-0", "case-1", "case-2", "case-3", "case-4"]);
    expect(values.map(({ question }) => question)).toEqual(["Wo?", "Où?", null, "Where?", "{{ env.HOME }}"]);
    expect(values.map(({ score }) => score)).toEqual([0.5, null, null, 1, 2]);
    expect(values.map(({ count }) => count)).toEqual([0, 1, 2, 3, "1152921504606846976"]);
    expect(values[0]).toMatchObject({
      critical: true,
      day: "2026-01-01T00:00:00.000Z",
      at: "2026-01-01T12:30:00.000Z",
      tags: ["a", "b"],
      user: { name: "Ann", age: 1 },
      kind: "x",
    });
    expect(() => JSON.stringify(values)).not.toThrow();
  },
);

test("a file that is no Parquet, or ends too early, is told so", async () => {
  const folder = tempFolder();
  const whole = readFileSync(join(fixtures, "snappy.parquet"));
  const broken = Buffer.from(whole);
  broken.fill(0xff, 4, 200);
  for (const [name, bytes] of [
    ["text.parquet", Buffer.from("id,question\n1,x\n")],
    ["empty.parquet", Buffer.alloc(0)],
    ["cut.parquet", whole.subarray(0, 900)],
    ["tail.parquet", whole.subarray(500)],
    ["broken.parquet", broken],
  ] as const) {
    writeFileSync(join(folder, name), bytes);
    const { problems } = await read(join(folder, name));
    expect([name, problems.map(({ message }) => message.slice(0, 33))]).toEqual([
      name,
      ["the Parquet file cannot be read: "],
    ]);
  }
});
