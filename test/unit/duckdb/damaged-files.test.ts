import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openTable, typesOf } from "../../support/open-table.js";
import { tempFolder } from "../../support/temp-folder.js";

test("Parquet with a whole end and a damaged middle is told as damaged by the query that meets it, without what it holds", async () => {
  const seed = await openTable("seed.csv", "i\n1\n");
  const path = join(tempFolder(), "a.parquet");
  await seed.query(
    `COPY (SELECT 'secret text ' || range AS t, random() AS x FROM range(20000)) TO '${path}' (FORMAT parquet)`,
  );
  const bytes = readFileSync(path);
  bytes.fill(0xa5, 4000, 9000);
  const source = await openTable("a.parquet", bytes);
  const asked = source.query(`SELECT count(DISTINCT t), sum(x) FROM ${source.table}`);
  await expect(asked).rejects.toMatchObject({
    code: "MLX_DATA_UNREADABLE",
    exitCode: 2,
    message: expect.stringMatching(/^a\.parquet is cut or damaged Parquet: [^:"]+$/),
  });
});

test("JSON Lines may begin with a byte order mark, and a column without any value is not one of several types", async () => {
  const source = await openTable("a.jsonl", '\uFEFF{"a":1,"n":null}\n{"a":2,"n":null}\n');
  expect(typesOf(source)).toEqual({ a: "BIGINT", n: "VARCHAR" });
  expect(await source.query(`SELECT a, n FROM ${source.table} ORDER BY a`)).toEqual([
    { a: 1, n: null },
    { a: 2, n: null },
  ]);
  expect(source.notes).toEqual([]);
});
