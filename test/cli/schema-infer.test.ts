import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { mlx } from "../support/mlx.js";
import { gitRepo } from "../support/repo.js";

const penguins = readFileSync("examples/penguins/data/penguins.csv", "utf8");

/** The schema that is written for a file, without its comments. */
async function inferred(csv: string | Uint8Array, name = "t.csv") {
  const repo = gitRepo({ [name]: csv });
  const { code, stdout, stderr } = await mlx(repo, ["schema", "infer", name, "--name", "t"]);
  expect({ code, stderr: stderr.replace(/^.*is empty.*\n/m, "") }).toEqual({ code: 0, stderr: "" });
  const checked = await mlx(repo, ["schema", "check", name, "--schema", "t", "--strict"]);
  const text = repo.read("schemas/t.schema.yaml");
  const lines = text.split("\n").map((line) => line.replace(/\s*# .*$/, ""));
  return { repo, stdout, text, checked, yaml: lines.filter((line) => line !== "").join("\n") };
}

/** What is said of one column of many rows. @param cell of each row, by its number from 0. */
async function columnOf(cell: (row: number) => string, rows = 200) {
  const csv = ["a,b", ...Array.from({ length: rows }, (_, row) => `${cell(row)},${row % 7}`)].join("\n");
  const { yaml, checked } = await inferred(`${csv}\n`);
  expect(checked.code).toBe(0);
  const column = /^ {2}a:\n((?: {4}.*\n)*)/m.exec(yaml)?.[1] ?? "";
  return column
    .trimEnd()
    .split("\n")
    .map((line) => line.trim());
}

test("of the penguins it says what a person would, and they keep it", async () => {
  const { yaml, checked, stdout } = await inferred(penguins, "penguins.csv");
  expect(yaml).toBe(`mlx: 1
kind: schema
missing: [NA]
rows: {min: 1}
columnOrder: warning
extraColumns: warning
columns:
  species:
    type: text
    nullable: false
    values: [Adelie, Chinstrap, Gentoo]
  island:
    type: text
    nullable: false
    values: [Biscoe, Dream, Torgersen]
  bill_length_mm:
    type: number
    nullable: true
    nulls: {max: 5%}
    min: 25
    max: 65
  bill_depth_mm:
    type: number
    nullable: true
    nulls: {max: 5%}
    min: 12
    max: 23
  flipper_length_mm:
    type: integer
    nullable: true
    nulls: {max: 5%}
    min: 160
    max: 240
  body_mass_g:
    type: integer
    nullable: true
    nulls: {max: 5%}
    min: 2000
    max: 7000
  sex:
    type: text
    nullable: true
    nulls: {max: 10%}
    values: [female, male]
  year:
    type: integer
    nullable: false
    min: 2006
    max: 2010`);
  expect(checked.stdout).toBe("penguins.csv fits schemas/t.schema.yaml (344 rows, 8 columns)\n");
  expect(stdout).toContain("8 columns of 344 rows");
});

test.each<[what: string, cell: (row: number) => string, rules: string[]]>([
  [
    "numbers with leading zeros are codes",
    (row) => String(row).padStart(5, "0"),
    ["type: text", "nullable: false"],
  ],
  [
    "UUIDs are text of that format, once each",
    (row) => `b7e0c9a2-1111-4222-8333-${String(row).padStart(12, "0")}`,
    ["type: text", "format: uuid", "nullable: false"],
  ],
  [
    "e-mail addresses",
    (row) => `p${row % 50}@example.com`,
    ["type: text", "format: email", "nullable: false"],
  ],
  [
    "web addresses",
    (row) => `https://example.com/${row % 50}`,
    ["type: text", "format: url", "nullable: false"],
  ],
  [
    "days have a beginning and no end",
    (row) => `2024-0${1 + (row % 9)}-10`,
    ["type: date", "nullable: false", "min: 2024-01-01"],
  ],
  [
    "times",
    (row) => `2024-01-10T10:00:${10 + (row % 50)}Z`,
    ["type: datetime", "nullable: false", "min: 2024-01-01"],
  ],
  [
    "days as they are written in Germany",
    (row) => `${10 + (row % 15)}.03.2024`,
    ["type: date", 'format: "%d.%m.%Y"', "nullable: false", "min: 2024-01-01"],
  ],
  [
    "a day that two countries read in two ways is text",
    (row) => `0${1 + (row % 9)}/0${1 + (row % 8)}/2024`,
    ["type: text", "nullable: false"],
  ],
  ["true and false", (row) => String(row % 2 === 0), ["type: boolean", "nullable: false"]],
  [
    "shares stay shares",
    (row) => (row / 200).toFixed(3),
    ["type: number", "nullable: false", "min: 0", "max: 1"],
  ],
  [
    "values that come once are no categories",
    (row) => (row < 198 ? "x" : `y${row}`),
    ["type: text", "nullable: false"],
  ],
  ["many values are no categories", (row) => `v${row % 60}`, ["type: text", "nullable: false"]],
  ["a constant is a category", () => "x", ["type: text", "nullable: false", "values: [x]"]],
  ["a column without values says nothing", () => "", ["type: any", "nullable: true"]],
  [
    "words for no value in a column of text are kept as they are",
    (row) => ["NA", "DE", "FR"][row % 3] ?? "",
    ["type: text", "nullable: false", "values: [DE, FR, NA]"],
  ],
  [
    "words that YAML has a meaning for are quoted",
    (row) => ["yes!", "no", "null"][row % 3] ?? "",
    ["type: text", "nullable: false", 'values: ["no", "null", "yes!"]'],
  ],
  [
    "infinite numbers are allowed where they are found, and have no range",
    (row) => (row === 3 ? "inf" : `${row}.5`),
    ["type: number", "nullable: false", "finite: false"],
  ],
])("%s", async (_, cell, rules) => {
  expect(await columnOf(cell)).toEqual(rules);
});

test("few rows suggest nothing but types", async () => {
  const { yaml } = await inferred("id,kind,m\n1,a,5\n2,b,7\n");
  expect(yaml.slice(yaml.indexOf("columns:"))).toBe(
    "columns:\n  id:\n    type: integer\n  kind:\n    type: text\n  m:\n    type: integer",
  );
});

test("a column of ids is the key, and a pair is where no column is", async () => {
  const rows = Array.from({ length: 40 }, (_, row) => `${row + 100},${row % 8},2024-01-${10 + (row % 5)}`);
  expect((await inferred(`user_id,shop_id,day\n${rows.join("\n")}\n`)).yaml).toContain("key: user_id");
  const pairs = rows.map((row) => row.replace(/^\d+,/, ""));
  expect((await inferred(`shop_id,day\n${pairs.join("\n")}\n`)).yaml).toContain("key: [shop_id, day]");
});

test("a type that a few values spoil is remarked on", async () => {
  const cells = Array.from({ length: 50 }, (_, row) => (row === 7 ? "abc" : String(row)));
  const { text } = await inferred(`a,b\n${cells.map((cell) => `${cell},1`).join("\n")}\n`);
  expect(text).toContain("type: text # 1 of 50 values keep it from being integer");
});

test("several files are parts of one whole", async () => {
  const repo = gitRepo({ "1.csv": "a,b\n1,x\n", "2.csv": "a\n2.5\n" });
  expect((await mlx(repo, "schema infer 1.csv 2.csv --name both")).code).toBe(0);
  const text = repo.read("schemas/both.schema.yaml");
  expect(text).toContain("  a:\n    type: number\n");
  expect(text).toContain("  b:\n    type: text\n    required: false");
  for (const file of ["1.csv", "2.csv"])
    expect((await mlx(repo, `schema check ${file} --schema both`)).code).toBe(0);
});

test("-n prints and writes nothing; what is there is not replaced without --force", async () => {
  const repo = gitRepo({ "t.csv": "a\n1\n" });
  const { stdout } = await mlx(repo, "schema infer t.csv -n");
  expect(stdout).toContain("  a:\n    type: integer\n");
  expect(repo.exists("schemas/t.schema.yaml")).toBe(false);
  repo.write({ "schemas/t.schema.yaml": "columns: {}\n" });
  const { code, error } = await mlx(repo, "schema infer t.csv --json");
  expect({ code, name: error.code }).toEqual({ code: 2, name: "MLX_SCHEMA_EXISTS" });
  expect(repo.read("schemas/t.schema.yaml")).toBe("columns: {}\n");
  expect((await mlx(repo, "schema infer t.csv --force")).code).toBe(0);
  expect(repo.read("schemas/t.schema.yaml")).toContain("type: integer");
});

test("the schema of the example is kept by its data and not by a corrupted copy", async () => {
  const schema = readFileSync("examples/penguins/schemas/penguins.schema.yaml", "utf8");
  const corrupted = penguins.replace("39.1,18.7", "39.1,187").replace("Gentoo,Biscoe", "Gento,Biscoe");
  const repo = gitRepo({
    "penguins.csv": penguins,
    "bad.csv": corrupted,
    "schemas/penguins.schema.yaml": schema,
  });
  expect((await mlx(repo, "schema check penguins.csv --strict")).code).toBe(0);
  const { code, json } = await mlx(repo, "schema check bad.csv --schema penguins --json");
  expect(code).toBe(1);
  expect(json["violations"]).toMatchObject([
    { columns: ["species"], rule: "values", rows: [153] },
    { columns: ["bill_depth_mm"], rule: "range", rows: [1] },
    { columns: ["bill_depth_mm", "bill_length_mm"], rule: "check", rows: [1] },
    { columns: ["species"], rule: "group", count: 1 },
  ]);
});

test("a column whose name is longer than a key of YAML may be is written so that it can be read", async () => {
  const long = "n".repeat(1500);
  const { repo, checked, yaml } = await inferred(`${long},b\n${"1,x\n".repeat(40)}`);
  expect(checked.code).toBe(0);
  expect(yaml).toContain(`  ? ${long}\n  :\n    type: integer`);
  repo.write({ "other.csv": `${long},b,c\n${"9000,x,1\n".repeat(40)}` });
  expect((await mlx(repo, "schema check other.csv --schema t --update")).code).toBe(0);
  const text = repo.read("schemas/t.schema.yaml");
  expect(text).toMatch(/^ {2}c:\n {4}type: integer/m);
  expect((await mlx(repo, "schema check other.csv --schema t --strict")).code).toBe(0);
});
