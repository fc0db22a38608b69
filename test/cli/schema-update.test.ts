import { describe, expect, test } from "vitest";
import { mlx } from "../support/mlx.js";
import { gitRepo } from "../support/repo.js";

const schema = `# what the laboratory sends
rows: {max: 3}
extraColumns: error   # tell us first
columns:
  name:     {type: text, values: [a, b], length: {max: 1}}   # from the form
  age:
    type:  integer      # years
    max: 10 # nobody is older
    nullable: false
  sex: {type: text}
  kind:
    type: text
    values:
      - x   # the old one
      - y
  score: {type: number, mean: {min: 0, max: 1}, nulls: {max: 1%}}
`;

async function update(csv: string, text = schema, options = "") {
  const repo = gitRepo({ "t.csv": csv, "schemas/t.schema.yaml": text });
  const { code, stdout, stderr } = await mlx(repo, `schema check t.csv --update ${options}`);
  return { repo, code, stdout, stderr, text: repo.read("schemas/t.schema.yaml") };
}

const wider = "name,age,kind,score,town\na,5,x,0.5,Kiel\ncc,17.5,z,9,Kiel\nb,,y,,Ulm\na,1,x,1,Ulm\n";

test("widens what was too narrow; comments, order and spacing stay", async () => {
  const { code, text } = await update(wider);
  expect({ code, text }).toEqual({
    code: 0,
    text: `# what the laboratory sends
rows: {max: 5}
extraColumns: error   # tell us first
columns:
  name:     {type: text, values: [a, b, cc], length: {max: 2}}   # from the form
  age:
    type:  number      # years
    max: 20 # nobody is older
    nullable: true
  sex: {required: false, type: text}
  kind:
    type: text
    values:
      - x   # the old one
      - y
      - z
  score: {type: number, mean: {min: 0, max: 4}, nulls: {max: 50%}}
  town:
    type: text
`,
  });
});

test("shows the changes and how many they are; --dry-run writes nothing", async () => {
  const { text, stdout } = await update("name,age,sex,kind,score\na,11,m,x,1\n", schema, "--dry-run");
  expect(text).toBe(schema);
  expect(stdout).toBe(
    "-    8      max: 10 # nobody is older\n+    8      max: 14 # nobody is older\n\nwould change 1 line of schemas/t.schema.yaml\n",
  );
});

describe("leaves to people what they have to decide", () => {
  test.each([
    ["a key", "key: a\ncolumns:\n  a: {type: integer}\n", "a\n1\n1\n"],
    ["a pattern", "columns:\n  a: {type: text, pattern: x}\n", "a\ny\n"],
    ["words where numbers were", "columns:\n  a: {type: integer}\n", "a\nx\n"],
    ["an expression", "columns:\n  a: {type: integer}\nchecks: [a > 1]\n", "a\n1\n"],
  ])("%s", async (_, text, csv) => {
    const after = await update(csv, text);
    expect({ code: after.code, text: after.text }).toEqual({ code: 1, text });
    expect(after.stderr).toBe("no wider limit cures what is left\n");
    expect(after.stdout).toContain("1 error");
  });
});

test("nothing to widen is said, exit 0", async () => {
  const { code, stderr, text } = await update("name,age,sex,kind,score\na,1,m,x,1\n");
  expect({ code, stderr, text }).toEqual({ code: 0, stderr: "nothing to widen\n", text: schema });
});

test("line ends of Windows stay", async () => {
  const { text } = await update(
    "a\nx\n",
    "columns:\r\n  a:\r\n    type: text\r\n    values:\r\n      - y\r\n",
  );
  expect(text).toBe("columns:\r\n  a:\r\n    type: text\r\n    values:\r\n      - y\r\n      - x\r\n");
});

test("--json gives the changes line by line", async () => {
  const repo = gitRepo({
    "t.csv": "a\n5\n",
    "schemas/t.schema.yaml": "columns:\n  a: {type: integer, max: 4}\n",
  });
  const { json } = await mlx(repo, "schema check t.csv --update --json");
  expect(json).toMatchObject({
    valid: true,
    updated: true,
    changes: [
      { kind: "removed", line: 2, text: "  a: {type: integer, max: 4}" },
      { kind: "added", line: 2, text: "  a: {type: integer, max: 6}" },
    ],
  });
});
