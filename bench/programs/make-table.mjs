// Writes a CSV of 20 columns: 15 of numbers of several shapes, 4 of categories, one of times. The same arguments give the same file.
// Usage: node make-table.mjs FILE ROWS SHIFT
import { DuckDBInstance } from "@duckdb/node-api";

const [, , file, rows, shift] = process.argv;
// Numbers that look random and depend on the row alone: hash() is the same on every machine.
const uniform = (salt) => `(hash(i * 31 + ${salt}) % 1000003) / 1000003.0`;
const normal = (salt) => `sqrt(-2 * ln(${uniform(salt)} + 1e-9)) * cos(6.283185307 * ${uniform(salt + 1)})`;
const numbers = Array.from({ length: 15 }, (_, column) => {
  const salt = column * 7 + 1;
  if (column % 3 === 0) return `round(${normal(salt)} + ${shift}, 4) AS normal_${column}`;
  if (column % 3 === 1) return `round(exp(${normal(salt)}), 3) AS skewed_${column}`;
  return `CAST(floor(${uniform(salt)} * 1000) AS INTEGER) AS whole_${column}`;
});
const categories = [5, 12, 50, 2].map(
  (count, column) =>
    `'c' || CAST(floor(${uniform(200 + column)} * ${count}) AS INTEGER) AS category_${column}`,
);
const columns = [...numbers, ...categories, "TIMESTAMP '2025-01-01' + to_seconds(i) AS at"];
const instance = await DuckDBInstance.create(":memory:");
const connection = await instance.connect();
await connection.run(
  `COPY (SELECT ${columns.join(", ")} FROM range(${Number(rows)}) t(i)) TO '${file.replaceAll("'", "''")}' (HEADER)`,
);
connection.closeSync();
instance.closeSync();
