import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { profileSource } from "../../../src/duckdb/profile-source.js";
import { openTable } from "../../support/open-table.js";

interface Expected {
  readonly mean: number;
  readonly m2: number;
  readonly knots: readonly (readonly [number, number, number])[];
}

const fixture: { readonly rows: number; readonly columns: Readonly<Record<string, Expected>> } = JSON.parse(
  readFileSync(new URL("../../fixtures/drift/profiles.json", import.meta.url), "utf8"),
);

/** How profiles.py makes its columns of one draw between 0 and 1. */
const made: Readonly<Record<string, (draw: number) => number>> = {
  far: (draw) => 1e6 + draw,
  farther: (draw) => 1e9 + draw,
  edge: (draw) => 2 ** 40 + draw - 0.5,
  tail: (draw) => draw / (1 - draw),
  ties: (draw) => Math.trunc(draw * 400) - 40,
  few: (draw) => Math.trunc(draw * 12),
};

test("mean, M2 and knots are NumPy's: bit by bit, the rounding of exact sums", async () => {
  const names = Object.keys(made);
  const lines = [names.join(",")];
  for (let row = 0, state = 1; row < fixture.rows; row++) {
    state = (state * 48271) % 2147483647;
    lines.push(names.map((name) => made[name]?.(state / 2147483647)).join(","));
  }
  const source = await openTable("t.csv", `${lines.join("\n")}\n`);
  const profile = await profileSource(
    source,
    names.map((name) => ({ name, kind: "numeric" })),
  );
  const found = Object.fromEntries(profile.columns.map(({ name, profile: of }) => [name, of]));
  for (const [name, expected] of Object.entries(fixture.columns)) expect(found[name]).toMatchObject(expected);
});
