import { readTestLayer } from "../../../evals/promptfoo/read-test-layer.js";
import type { TestLayer } from "../../../evals/promptfoo/test-layer.js";
import { itemsAt } from "../../../evals/suite/items-at.js";
import { namesScript } from "../../../evals/suite/read-script.js";
import type { SuiteSource } from "../../../evals/suite/suite-source.js";
import type { FieldPath } from "../../../prompts/front-matter/field-reader.js";
import { isMapping } from "../../../prompts/json-value.js";
import { isTableName } from "../../../table/read-rows.js";
import { filePart } from "./file-part.js";
import type { PromptfooFiles } from "./promptfoo-files.js";
import type { TestGenerators } from "./test-generators.js";
import { keptPart, type TestPart } from "./test-part.js";

/** What reading tests needs beside their text. */
export interface TestReading {
  readonly files: PromptfooFiles;
  readonly generators: TestGenerators;
  readonly digests: Map<string, string>;
  /** Whether tests that are written down stand apart from the suite. */
  readonly isData: boolean;
}

const services = /^(?:https?|huggingface|az|s3|gs):\/\//;

/** Reads `tests`: one or several paths, generators, and tests that are written down. */
export async function readTests(
  reading: TestReading,
  source: SuiteSource,
  value: unknown,
  path: FieldPath,
  inherited: readonly TestLayer[],
): Promise<readonly TestPart[]> {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) return readItem(reading, source, value, path, inherited);
  const parts: TestPart[] = [];
  let written: (readonly TestLayer[])[] = [];
  const endWritten = () => {
    if (written.length > 0) parts.push(...kept(source, written, path));
    written = [];
  };
  for (const [index, item] of value.entries()) {
    const at = [...path, index];
    if (isMapping(item) && item["path"] === undefined) {
      const layer = readTestLayer(reading.files, item, {
        source,
        path: at,
        isData: reading.isData,
        kind: "test",
      });
      if (layer) written.push([...inherited, layer]);
    } else {
      endWritten();
      parts.push(...(await readItem(reading, source, item, at, inherited)));
    }
  }
  endWritten();
  return parts;
}

function kept(
  source: SuiteSource,
  layers: readonly (readonly TestLayer[])[],
  path: FieldPath,
): readonly TestPart[] {
  const part = keptPart(layers);
  if (!part) source.fields.refuse(path, "the lists of a test multiply to more than 100,000 tests");
  return part ? [part] : [];
}

async function readItem(
  reading: TestReading,
  source: SuiteSource,
  value: unknown,
  place: FieldPath,
  inherited: readonly TestLayer[],
): Promise<readonly TestPart[]> {
  const { files } = reading;
  const config = isMapping(value) ? value["config"] : undefined;
  const written = isMapping(value) ? value["path"] : value;
  const path = isMapping(value) ? [...place, "path"] : place;
  const text = source.fields.text(written, path);
  if (text === undefined) return [];
  if (services.test(text)) {
    source.fields.refuse(
      path,
      `${text}: tests are read from files alone`,
      "save them as a CSV or JSON Lines file in the repository",
    );
    return [];
  }
  const url = text.startsWith("file://") ? text : `file://${text}`;
  if (namesScript(url)) {
    const items = await reading.generators.run(source, url, config, path);
    return kept(source, layersOf(reading, source, items, path, inherited), path);
  }
  const parts: TestPart[] = [];
  for (const name of files.matches(source, text, path)) {
    const found = files.locate(source, name, path);
    if (!found) continue;
    if (!isTableName(found.file)) {
      source.fields.refuse(
        path,
        `${found.file} is no file of tests`,
        "it must end in .csv, .jsonl, .json, .yaml, .js or .py",
      );
    } else if (/\.(?:ya?ml|json)$/i.test(found.file))
      parts.push(...(await writtenPart(reading, source, name, path, inherited)));
    else parts.push(await filePart(files, found, inherited, reading.digests));
  }
  return parts;
}

/** A file of YAML or JSON: a list of tests, or one. Its values count as data, its assertions as the author's. */
async function writtenPart(
  { files }: TestReading,
  source: SuiteSource,
  name: string,
  path: FieldPath,
  inherited: readonly TestLayer[],
): Promise<readonly TestPart[]> {
  const inner = await files.open(source, name, path, true);
  if (!inner || inner.fields.problems.length > 0) return [];
  const layers = itemsAt(inner.yaml.value, []).flatMap(({ item, at }) => {
    const layer = readTestLayer(files, item, { source: inner, path: at, isData: true, kind: "test" });
    return layer ? [[...inherited, layer]] : [];
  });
  return kept(inner, layers, []);
}

/** Tests that code has made. */
function layersOf(
  { files }: TestReading,
  source: SuiteSource,
  items: readonly unknown[],
  path: FieldPath,
  inherited: readonly TestLayer[],
): readonly (readonly TestLayer[])[] {
  const place = () => source.yaml.locateValue(path);
  const made = files.sourceOf(
    { value: items, problems: [], locateValue: place, locateKey: place },
    source.file,
    "",
  );
  return items.flatMap((item, index) => {
    const layer = readTestLayer(files, item, { source: made, path: [index], isData: true, kind: "test" });
    return layer ? [[...inherited, layer]] : [];
  });
}
