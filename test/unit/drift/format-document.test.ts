import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { baselineText, readBaseline } from "../../../src/drift/baseline.js";
import { profileSource } from "../../../src/duckdb/profile-source.js";
import { openTable } from "../../support/open-table.js";

const document = readFileSync(new URL("../../../src/drift/FORMAT.md", import.meta.url), "utf8");
const example = /^```json\n([^`]*)```$/m.exec(document)?.[1] ?? "";

test("the baseline of FORMAT.md is read, and written again byte for byte", () => {
  const { digest: _, ...baseline } = readBaseline("FORMAT.md", Buffer.from(example));
  expect(baselineText(baseline)).toBe(example);
});

test("the rows of FORMAT.md give the profile that stands there", async () => {
  const { profile } = readBaseline("FORMAT.md", Buffer.from(example));
  const source = await openTable("shop.csv", "price,city\n1.5,Oslo\n2,Bergen\n2,Oslo\n,Oslo\n");
  const columns = [
    { name: "price", kind: "numeric" },
    { name: "city", kind: "categorical" },
  ] as const;
  expect(await profileSource(source, columns)).toEqual(profile);
});
