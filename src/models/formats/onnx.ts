import { displayPath } from "../../core/visible-text.js";
import { leadsOutside } from "../archives/entry-path.js";
import { BrokenBytes } from "../broken-bytes.js";
import type { ByteSource } from "../byte-source.js";
import { FindingList } from "../finding-list.js";
import { type ModelFacts, shortMetadata, TensorTally } from "../model-facts.js";
import type { ModelFinding } from "../verdict.js";
import type { FormatReport } from "./format-report.js";
import { protoFields, protoNumbers, protoText } from "./protobuf.js";

const dtypes = [
  "undefined",
  "float32",
  "uint8",
  "int8",
  "uint16",
  "int16",
  "int32",
  "int64",
  "string",
  "bool",
  "float16",
  "float64",
  "uint32",
  "uint64",
  "complex64",
  "complex128",
  "bfloat16",
  "float8e4m3fn",
  "float8e4m3fnuz",
  "float8e5m2",
  "float8e5m2fnuz",
  "uint4",
  "int4",
  "float4e2m1",
] as const;

/** Domains whose operators a runtime has by itself. */
const standard = /^(?:ai\.onnx(?:\.ml|\.training|\.preview(?:\.training)?)?|com\.microsoft(?:\.\w+)*)?$/;
/** Operators that run Python. */
const running = /^(?:PyOp|PyCustomOp|PythonOp)$/;
const deepest = 30;
const mostExternal = 100;

/**
 * An ONNX model, by the fields of its protobuf messages; tensors are passed over.
 * @throws {BrokenBytes} if it is no such message, or has no graph.
 * @see https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 */
export function readOnnx(source: ByteSource): FormatReport {
  return new OnnxReader().read(source);
}

class OnnxReader {
  readonly #tally = new TensorTally();
  readonly #findings = new FindingList();
  readonly #operators = new Map<string, number>();
  readonly #inputs: string[] = [];
  readonly #outputs: string[] = [];
  readonly #external = new Set<string>();

  read(source: ByteSource): FormatReport {
    const opsets: [string, number][] = [];
    const metadata: [string, string][] = [];
    let producer: string | undefined;
    let graphs = 0;
    for (const { number, content } of protoFields(source)) {
      if (number === 2) producer = protoText(content);
      if (number === 3 && content.size > 0) producer = `${producer ?? ""} ${protoText(content)}`.trim();
      if (number === 7) {
        graphs++;
        this.#graph(content, 0);
      }
      if (number === 8) opsets.push(opset(content));
      if (number === 14) metadata.push(pair(content));
      if (number === 25) this.#nodes(content, 7, 0);
    }
    if (graphs === 0) throw new BrokenBytes("it has no graph", 0);
    const facts: ModelFacts = {
      framework: "onnx",
      ...(producer !== undefined && { producer }),
      ...(opsets.length > 0 && { opsets: Object.fromEntries(opsets) }),
      ...this.#tally.facts,
      ...{ inputs: this.#inputs, outputs: this.#outputs },
      ...(this.#external.size > 0 && { externalFiles: [...this.#external].sort() }),
      ...(metadata.length > 0 && { metadata: shortMetadata(metadata) }),
    };
    return { format: "onnx", findings: this.#findings.all, facts };
  }

  #graph(graph: ByteSource, depth: number): void {
    if (depth > deepest) throw new BrokenBytes("its graphs lie too deep in one another", 0);
    for (const { number, content } of protoFields(graph)) {
      if (number === 1) this.#node(content, depth);
      if (number === 5) this.#tensor(content);
      if (number === 15)
        for (const part of protoFields(content)) if (part.number < 3) this.#tensor(part.content);
      if (number === 11 && depth === 0) this.#inputs.push(describedValue(content));
      if (number === 12 && depth === 0) this.#outputs.push(describedValue(content));
    }
  }

  /** A function has nodes as a graph has. */
  #nodes(owner: ByteSource, field: number, depth: number): void {
    for (const { number, content } of protoFields(owner)) if (number === field) this.#node(content, depth);
  }

  #node(node: ByteSource, depth: number): void {
    let [type, domain] = ["", ""];
    for (const { number, content } of protoFields(node)) {
      if (number === 4) type = protoText(content);
      if (number === 7) domain = protoText(content);
      if (number === 5) this.#attribute(content, depth);
    }
    const name = displayPath(domain === "" ? type : `${domain}.${type}`);
    this.#operators.set(name, (this.#operators.get(name) ?? 0) + 1);
    if (running.test(type)) this.#add("code-in-model", "suspicious", `the operator ${name} runs Python code`);
    else if (!standard.test(domain))
      this.#add("custom-operator", "note", `the operator ${name} is not ONNX's own: it needs a library`);
  }

  #attribute(attribute: ByteSource, depth: number): void {
    for (const { number, content } of protoFields(attribute)) {
      if (number === 6 || number === 11) this.#graph(content, depth + 1);
      if (number === 5 || number === 10) this.#tensor(content);
    }
  }

  #tensor(tensor: ByteSource): void {
    const shape: number[] = [];
    let [name, type, isExternal] = ["", 0, false];
    const external: [string, string][] = [];
    for (const field of protoFields(tensor)) {
      if (field.number === 1) shape.push(...protoNumbers(field));
      if (field.number === 2) type = field.value;
      if (field.number === 8) name = protoText(field.content);
      if (field.number === 13) external.push(pair(field.content));
      if (field.number === 14) isExternal = field.value === 1;
    }
    this.#tally.add({ name, dtype: dtypes[type] ?? `type ${type}`, shape });
    const location = external.find(([key]) => key === "location")?.[1];
    if (location === undefined) return;
    const shown = JSON.stringify(displayPath(location).slice(0, 200));
    if (leadsOutside(location))
      this.#add(
        "external-file",
        "suspicious",
        `a tensor is read from ${shown}, outside of the model's folder`,
      );
    else if (isExternal) {
      if (this.#external.size < mostExternal) this.#external.add(location);
      this.#add("external-file", "note", `tensors are read from ${shown}`);
    }
  }

  #add(rule: ModelFinding["rule"], level: ModelFinding["level"], what: string): void {
    this.#findings.add({ rule, level, what, where: "graph" });
  }
}

function opset(content: ByteSource): [string, number] {
  let [domain, version] = ["ai.onnx", 0];
  for (const field of protoFields(content)) {
    if (field.number === 1 && field.content.size > 0) domain = protoText(field.content);
    if (field.number === 2) version = field.value;
  }
  return [domain, version];
}

function pair(content: ByteSource): [string, string] {
  let [key, value] = ["", ""];
  for (const field of protoFields(content)) {
    if (field.number === 1) key = protoText(field.content);
    if (field.number === 2) value = protoText(field.content);
  }
  return [key, value];
}

/** `input float32[N, 3, 224, 224]`. */
function describedValue(value: ByteSource): string {
  let name = "";
  let described = "";
  for (const field of protoFields(value)) {
    if (field.number === 1) name = displayPath(protoText(field.content));
    if (field.number !== 2) continue;
    for (const type of protoFields(field.content))
      if (type.number === 1) described = tensorType(type.content);
  }
  return described === "" ? name : `${name} ${described}`;
}

function tensorType(content: ByteSource): string {
  let type = "";
  const shape: string[] = [];
  for (const field of protoFields(content)) {
    if (field.number === 1) type = dtypes[field.value] ?? `type ${field.value}`;
    if (field.number !== 2) continue;
    for (const dimension of protoFields(field.content)) {
      let shown = "?";
      for (const part of protoFields(dimension.content)) {
        if (part.number === 1) shown = String(part.value);
        if (part.number === 2) shown = displayPath(protoText(part.content));
      }
      shape.push(shown);
    }
  }
  return `${type}[${shape.join(", ")}]`;
}
