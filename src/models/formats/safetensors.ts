import { BrokenBytes } from "../broken-bytes.js";
import type { ByteSource } from "../byte-source.js";
import { Cursor } from "../cursor.js";
import { type ModelFacts, shortMetadata, type TensorShape, TensorTally } from "../model-facts.js";
import type { ModelFinding } from "../verdict.js";
import type { FormatReport } from "./format-report.js";
import { objectOf, parsedJson, topLevelKeys } from "./json-keys.js";

/** The library refuses longer headers. */
const longestHeader = 100_000_000;

/** Bits of a number. */
const bits: Readonly<Record<string, number>> = {
  ...{
    BOOL: 8,
    U8: 8,
    I8: 8,
    F8_E5M2: 8,
    F8_E4M3: 8,
    F8_E8M0: 8,
    I16: 16,
    U16: 16,
    F16: 16,
    BF16: 16,
    I32: 32,
  },
  ...{ U32: 32, F32: 32, F64: 64, I64: 64, U64: 64, C64: 64, F4: 4, F6_E2M3: 6, F6_E3M2: 6 },
};

interface Tensor extends TensorShape {
  readonly begin: number;
  readonly end: number;
}

export function isSafetensors(head: Uint8Array, name: string): boolean {
  if (head.length < 9) return name.endsWith(".safetensors");
  const looksRight = head[8] === 0x7b && head.subarray(5, 8).every((byte) => byte === 0);
  return looksRight || name.endsWith(".safetensors");
}

/**
 * A safetensors file: its header, whether its tensors lie side by side as they must, and whether they are all there.
 * @throws {BrokenBytes} if there is no header to read.
 * @see https://github.com/huggingface/safetensors#format
 */
export function readSafetensors(source: ByteSource): FormatReport {
  const cursor = new Cursor(source);
  const length = cursor.u64();
  if (length > longestHeader)
    throw new BrokenBytes(
      `it claims a header of ${length} bytes; more than ${longestHeader} are not allowed`,
      0,
    );
  if (length > cursor.left)
    throw new BrokenBytes(`it claims a header of ${length} bytes and has ${cursor.left}`, 0, true);
  const text = cursor.text(length);
  const header = parsedJson(text);
  if (typeof header !== "object" || header === null || Array.isArray(header))
    throw new BrokenBytes("its header is not a JSON object", 8);
  const problems: string[] = [];
  const keys = topLevelKeys(text);
  const doubled = keys.find((key, index) => keys.indexOf(key, index + 1) !== -1 && keys.length < 100_000);
  if (doubled !== undefined) problems.push(`its header has the key ${JSON.stringify(doubled)} twice`);
  const tensors: Tensor[] = [];
  for (const [name, value] of Object.entries(header)) {
    if (name === "__metadata__") continue;
    const tensor = tensorOf(name, value);
    if (tensor === undefined) problems.push(`the entry ${JSON.stringify(name)} describes no tensor`);
    else tensors.push(tensor);
  }
  problems.push(...layoutProblems(tensors, source.size - cursor.position));
  const findings = problems
    .slice(0, 20)
    .map((what): ModelFinding => ({ rule: "damaged", level: "unknown", what, where: "header" }));
  return {
    format: "safetensors",
    findings,
    facts: factsOf(tensors, objectOf(Object.entries(header).find(([key]) => key === "__metadata__")?.[1])),
  };
}

function tensorOf(name: string, value: unknown): Tensor | undefined {
  const { dtype, shape, data_offsets: offsets } = objectOf(value);
  if (typeof dtype !== "string" || !isNumbers(shape) || !isNumbers(offsets) || offsets.length !== 2)
    return undefined;
  const [begin = 0, end = 0] = offsets;
  return { name, dtype, shape, begin, end };
}

function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && item >= 0);
}

/** @param room bytes behind the header. */
function layoutProblems(tensors: readonly Tensor[], room: number): string[] {
  const problems: string[] = [];
  let at = 0;
  for (const tensor of [...tensors].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    const { name, dtype, shape, begin, end } = tensor;
    const size = bits[dtype];
    const count = shape.reduce((product, length) => product * length, 1);
    const label = `the tensor ${JSON.stringify(name)}`;
    if (begin < at) problems.push(`${label} overlaps with the one before it`);
    else if (begin > at) problems.push(`${begin - at} bytes before ${label} belong to none`);
    if (size === undefined) problems.push(`${label} is of an unknown type, ${dtype}`);
    else if (Math.ceil((count * size) / 8) !== end - begin)
      problems.push(`${label} takes ${end - begin} bytes, which its shape does not`);
    if (end > room) problems.push(`${label} ends behind the end of the file`);
    at = Math.max(at, end);
  }
  if (room > at) problems.push(`${room - at} bytes at the end belong to no tensor`);
  return problems;
}

function factsOf(tensors: readonly Tensor[], metadata: Readonly<Record<string, unknown>>): ModelFacts {
  const tally = new TensorTally();
  for (const { name, dtype, shape } of tensors) tally.add({ name, dtype, shape });
  const rank = tensors.find(({ name }) => /\blora_A\b/.test(name))?.shape[0];
  const framework = metadata["format"] === "pt" ? "pytorch" : metadata["format"];
  return {
    ...(typeof framework === "string" && { framework }),
    ...tally.facts,
    ...(rank !== undefined && { lora: { rank } }),
    ...(Object.keys(metadata).length > 0 && { metadata: shortMetadata(Object.entries(metadata)) }),
  };
}
