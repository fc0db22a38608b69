import { readTestLayer } from "../../../evals/promptfoo/read-test-layer.js";
import type { TestLayer } from "../../../evals/promptfoo/test-layer.js";
import type { SuiteSource } from "../../../evals/suite/suite-source.js";
import type { FieldPath } from "../../../prompts/front-matter/field-reader.js";
import { isMapping } from "../../../prompts/json-value.js";
import { readTests, type TestReading } from "./read-tests.js";
import type { TestPart } from "./test-part.js";

/** Reads `scenarios`: each of their tests is run with each entry of their `config`. */
export async function readScenarios(
  reading: TestReading,
  source: SuiteSource,
  value: unknown,
  path: FieldPath,
  inherited: readonly TestLayer[],
): Promise<readonly TestPart[]> {
  if (value === undefined || value === null) return [];
  const parts: TestPart[] = [];
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  for (const [index, item] of items.entries()) {
    const at = Array.isArray(value) ? [...path, index] : path;
    if (typeof item === "string") {
      for (const name of reading.files.matches(source, item, at)) {
        const inner = await reading.files.open(source, name, at, true);
        if (inner)
          parts.push(
            ...(await readScenarios({ ...reading, isData: true }, inner, inner.yaml.value, [], inherited)),
          );
      }
    } else parts.push(...(await readScenario(reading, source, item, at, inherited)));
  }
  return parts;
}

async function readScenario(
  reading: TestReading,
  source: SuiteSource,
  value: unknown,
  path: FieldPath,
  inherited: readonly TestLayer[],
): Promise<readonly TestPart[]> {
  const given = source.fields.mapping(value, path, "a scenario: {config: […], tests: […]}");
  if (!given) return [];
  const layers: TestLayer[] = [];
  const add = (inner: SuiteSource, item: unknown, at: FieldPath, isData: boolean) => {
    const layer = readTestLayer(reading.files, item, { source: inner, path: at, isData, kind: "scenario" });
    if (layer) layers.push(layer);
  };
  const config = given.get("config");
  const at = [...path, "config"];
  const items: readonly unknown[] = Array.isArray(config) ? config : [config];
  for (const [index, item] of items.entries()) {
    const place = Array.isArray(config) ? [...at, index] : at;
    if (isMapping(item)) add(source, item, place, reading.isData);
    else {
      const name = source.fields.text(item, place);
      for (const file of name === undefined ? [] : reading.files.matches(source, name, place)) {
        const inner = await reading.files.open(source, file, place, true);
        const held = inner?.yaml.value;
        if (inner && Array.isArray(held))
          for (const [row, layer] of held.entries()) add(inner, layer, [row], true);
        else if (inner) add(inner, held, [], true);
      }
    }
  }
  const parts: TestPart[] = [];
  for (const layer of layers) {
    parts.push(
      ...(await readTests(reading, source, given.get("tests"), [...path, "tests"], [...inherited, layer])),
    );
  }
  return parts;
}
