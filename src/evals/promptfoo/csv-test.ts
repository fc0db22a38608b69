import type { Json } from "../../prompts/types.js";
import { parseExpected, type WrittenAssertion } from "./parse-expected.js";

/** A test as promptfoo writes it, before it is checked. */
export interface WrittenTest {
  readonly vars: Readonly<Record<string, unknown>>;
  readonly [key: string]: unknown;
}

const expected = /^__expected(\d*)$/;
const metadata = /^__metadata:(.+?)(\[\])?$/;
const config = /^__config:__expected(\d*):(.+)$/;
const affixes: Readonly<Record<string, string>> = { __prefix: "prefix", __suffix: "suffix" };

/** What is wrong with a column, or undefined. */
export function columnProblem(name: string): string | undefined {
  if (!name.startsWith("__") || expected.test(name) || metadata.test(name) || config.test(name))
    return undefined;
  const known = [
    "__prefix",
    "__suffix",
    "__description",
    "__metric",
    "__threshold",
    "__metadata",
    "__providerOutput",
  ];
  if (known.includes(name)) {
    return name === "__metadata" ? "the column __metadata names no key: write __metadata:KEY" : undefined;
  }
  return `mlx knows no column ${name}`;
}

/**
 * The test that a row of a CSV file is: columns that begin with `__` say what is expected, the others are vars.
 * @param isType whether there is an assertion of a name.
 */
export function csvTest(row: ReadonlyMap<string, Json>, isType: (name: string) => boolean): WrittenTest {
  const vars: Record<string, unknown> = {};
  const assertions = new Map<number, WrittenAssertion>();
  const options: Record<string, unknown> = {};
  const meta: Record<string, unknown> = {};
  const test: Record<string, unknown> = {};
  const settings: { index: number; key: string; value: string }[] = [];
  for (const [name, value] of row) {
    const cell = String(value ?? "");
    if (!name.startsWith("__")) vars[name] = cell;
    else if (cell !== "") readColumn(name, cell);
  }
  for (const { index, key, value } of settings) {
    const assertion = assertions.get(index);
    if (assertion)
      assertions.set(index, { ...assertion, [key]: Number.isFinite(Number(value)) ? Number(value) : value });
  }
  const metric = String(row.get("__metric") ?? "") || undefined;
  const assert = [...assertions.entries()]
    .toSorted(([a], [b]) => a - b)
    .map(([, assertion]) => (metric === undefined ? assertion : { ...assertion, metric }));
  return {
    vars,
    ...test,
    ...(assert.length > 0 && { assert }),
    ...(Object.keys(options).length > 0 && { options }),
    ...(Object.keys(meta).length > 0 && { metadata: meta }),
  };

  function readColumn(name: string, cell: string): void {
    const [, number] = expected.exec(name) ?? [];
    const affix = affixes[name];
    const [, key, list] = metadata.exec(name) ?? [];
    const [, of, setting] = config.exec(name) ?? [];
    if (number !== undefined) {
      const assertion = parseExpected(cell, isType);
      if (assertion) assertions.set(number === "" ? 0 : Number(number), assertion);
    } else if (affix !== undefined) options[affix] = cell;
    else if (key !== undefined) meta[key] = list === undefined ? cell : listOf(cell);
    else if (setting !== undefined) settings.push({ index: Number(of || 0), key: setting, value: cell });
    else if (name === "__description") test["description"] = cell;
    else if (name === "__threshold") test["threshold"] = Number.isFinite(Number(cell)) ? Number(cell) : cell;
    else if (name === "__providerOutput") test["providerOutput"] = cell;
  }
}

/** Items behind commas; `\,` is a comma. */
function listOf(cell: string): string[] {
  return cell.split(/(?<!\\),/).map((item) => item.trim().replaceAll("\\,", ","));
}
