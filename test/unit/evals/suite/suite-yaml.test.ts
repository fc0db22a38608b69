import { expect, test } from "vitest";
import { lazyPlace } from "../../../../src/evals/suite/lazy-place.js";
import { readSuiteYaml } from "../../../../src/evals/suite/suite-yaml.js";

test("places of JSON are found without reading it as YAML", async () => {
  const text = '{\n  "a": [1, {"b\\"c": "x]}", "d": [ ]}],\n  "e": {"f": -1.5e3}\n}\n';
  const json = await readSuiteYaml(text, "s.json");
  expect(json.value).toEqual({ a: [1, { 'b"c': "x]}", d: [] }], e: { f: -1500 } });
  const where = (...path: (string | number)[]) => {
    const { line, column } = json.locateValue(path);
    return `${line}:${column}`;
  };
  expect([where("a"), where("a", 1), where("a", 1, 'b"c'), where("a", 1, "d"), where("e", "f")]).toEqual([
    ...["2:8", "2:12", "2:21", "2:33", "3:14"],
  ]);
  expect(json.locateKey(["e"], "f")).toMatchObject({ line: 3, column: 9 });
  expect(json.locateValue(["a", 7])).toMatchObject({ line: 2, column: 8 });
  expect(json.locateKey(["gone"], "x")).toMatchObject({ line: 1, column: 1 });
});

test("the last of ten thousand cases in JSON is found where it stands", async () => {
  const cases = Array.from({ length: 10_000 }, (_, index) => ({
    id: `c${index}`,
    vars: { q: `What is ${index}?` },
  }));
  const text = JSON.stringify({ target: {}, cases }, null, 1);
  const json = await readSuiteYaml(text, "s.json");
  expect(json.locateValue(["cases", 9999, "vars", "q"]).line).toBe(text.split("\n").length - 4);
});

test("YAML that is wrong a hundred times over is told ten times, one that is too deep in words", async () => {
  expect((await readSuiteYaml("a: b: c\n".repeat(100), "s.yaml")).problems.length).toBeLessThanOrEqual(10);
  expect((await readSuiteYaml(`a: ${"[".repeat(20_000)}`, "s.yaml")).problems).toMatchObject([
    { message: "the file is nested too deep to be read", line: 1, column: 1 },
  ]);
});

test("a place is looked up once, when it is asked for, and survives being copied", () => {
  let looked = 0;
  const place = lazyPlace("f", () => {
    looked++;
    return { file: "f", line: 4, column: 2 };
  });
  expect(looked).toBe(0);
  expect({ ...place }).toEqual({ file: "f", line: 4, column: 2 });
  expect(looked).toBe(1);
});
