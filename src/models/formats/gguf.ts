import { BrokenBytes } from "../broken-bytes.js";
import type { ByteSource } from "../byte-source.js";
import { Cursor } from "../cursor.js";
import { type ModelFacts, shortMetadata, TensorTally } from "../model-facts.js";
import { chatTemplateFindings } from "./chat-template.js";
import type { FormatReport } from "./format-report.js";
import { ggmlTypes, ggufFileTypes } from "./ggml-types.js";

/** Bytes of the types of values that have a fixed length. */
const fixed: Readonly<Record<number, number>> = {
  0: 1,
  1: 1,
  2: 2,
  3: 2,
  4: 4,
  5: 4,
  6: 4,
  7: 1,
  10: 8,
  11: 8,
  12: 8,
};
const longestText = 1 << 20;
const mostValues = 100_000;
const mostTensors = 1_000_000;

export function isGguf(head: Uint8Array): boolean {
  return head[0] === 0x47 && head[1] === 0x47 && head[2] === 0x55 && head[3] === 0x46;
}

/**
 * The keys and the list of tensors of a GGUF file, versions 1 to 3, of either byte order.
 * @throws {BrokenBytes} if they cannot be read.
 * @see https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
 */
export function readGguf(source: ByteSource): FormatReport {
  return new GgufReader(source).read();
}

class GgufReader {
  readonly #cursor: Cursor;
  readonly #version: number;

  constructor(source: ByteSource) {
    const little = new Cursor(source, 4).u32();
    const big = new Cursor(source, 4, source.size, false).u32();
    const isLittle = little <= 0xffff;
    this.#version = isLittle ? little : big;
    if (this.#version < 1 || this.#version > 3) throw new BrokenBytes(`version ${little} is not known`, 4);
    this.#cursor = new Cursor(source, 8, source.size, isLittle);
  }

  read(): FormatReport {
    const [tensors, count] = [this.#size(), this.#size()];
    if (count > mostValues || count > this.#cursor.left / 12)
      throw new BrokenBytes(`it claims ${count} keys`, 16);
    if (tensors > mostTensors || tensors > this.#cursor.left / 24)
      throw new BrokenBytes(`it claims ${tensors} tensors`, 8);
    const values = new Map<string, unknown>();
    for (let index = 0; index < count; index++) {
      const key = this.#text();
      values.set(key, this.#value(this.#cursor.u32(), 0));
    }
    const tally = new TensorTally();
    for (let index = 0; index < tensors; index++) {
      const name = this.#text();
      const dimensions = this.#cursor.u32();
      if (dimensions > 8) throw new BrokenBytes("a tensor has too many dimensions", this.#cursor.position);
      const shape = Array.from({ length: dimensions }, () => this.#size());
      const type = this.#cursor.u32();
      this.#cursor.skip(8);
      tally.add({ name, dtype: ggmlTypes[type] ?? `type ${type}`, shape });
    }
    const findings = [...values].flatMap(([key, value]) =>
      key.includes("chat_template") && typeof value === "string" ? chatTemplateFindings(value, key) : [],
    );
    return { format: "gguf", findings, facts: factsOf(values, tally) };
  }

  #size(): number {
    return this.#version === 1 ? this.#cursor.u32() : this.#cursor.u64();
  }

  #text(): string {
    const length = this.#size();
    if (length <= longestText) return this.#cursor.text(length);
    this.#cursor.skip(length);
    return "";
  }

  /** Lists are passed over: they hold vocabularies. */
  #value(type: number, depth: number): unknown {
    const cursor = this.#cursor;
    if (type === 8) return this.#text();
    if (type === 9) return this.#list(depth);
    if (type === 6) return cursor.f32();
    if (type === 12) return cursor.f64();
    if (type === 10 || type === 11) return cursor.u64();
    if (type === 4) return cursor.u32();
    if (type === 5) return cursor.i32();
    if (type === 2 || type === 3) return cursor.u16();
    if (type === 7) return cursor.u8() !== 0;
    if (type > 12) throw new BrokenBytes(`a value has the unknown type ${type}`, cursor.position);
    return cursor.u8();
  }

  #list(depth: number): undefined {
    const [type, count] = [this.#cursor.u32(), this.#size()];
    const size = fixed[type];
    if (size !== undefined) this.#cursor.skip(size * count);
    else if (count > this.#cursor.left || depth > 4 || (type !== 8 && type !== 9))
      throw new BrokenBytes(`a list cannot be read`, this.#cursor.position);
    else for (let index = 0; index < count; index++) this.#passOver(type, depth + 1);
  }

  #passOver(type: number, depth: number): void {
    if (type === 8) this.#cursor.skip(this.#size());
    else this.#list(depth);
  }
}

function factsOf(values: ReadonlyMap<string, unknown>, tally: TensorTally): ModelFacts {
  const text = (key: string): string | undefined => {
    const value = values.get(key);
    return typeof value === "string" ? value : undefined;
  };
  const type = values.get("general.file_type");
  const quantisation = typeof type === "number" ? ggufFileTypes[type] : undefined;
  const architecture = text("general.architecture");
  const baseModel = text("general.base_model.0.repo_url") ?? text("general.base_model.0.name");
  const shown = [...values].filter(([key, value]) => value !== undefined && !key.includes("chat_template"));
  return {
    framework: "ggml",
    ...(architecture !== undefined && { architecture }),
    ...(quantisation !== undefined && { quantisation }),
    ...(baseModel !== undefined && { baseModel }),
    ...tally.facts,
    metadata: shortMetadata(shown),
  };
}
