import { readTestLayer } from "../../../evals/promptfoo/read-test-layer.js";
import type { TestLayer } from "../../../evals/promptfoo/test-layer.js";
import { itemsAt } from "../../../evals/suite/items-at.js";
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
  for (const { item, at } of itemsAt(value, path)) {
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
  for (const { item, at } of itemsAt(given.get("config"), [...path, "config"])) {
    if (isMapping(item)) add(source, item, at, reading.isData);
    else {
      const name = source.fields.text(item, at);
      for (const file of name === undefined ? [] : reading.files.matches(source, name, at)) {
        const inner = await reading.files.open(source, file, at, true);
        if (!inner) continue;
        for (const row of itemsAt(inner.yaml.value, [])) add(inner, row.item, row.at, true);
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
