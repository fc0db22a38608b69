import { FindingList } from "../finding-list.js";
import { TensorTally } from "../model-facts.js";
import { atByte, type ModelFinding } from "../verdict.js";
import { judgeImport } from "./judge-import.js";
import type { PickleWatcher } from "./pickle-watcher.js";
import { type GlobalValue, numbersOf, type TupleValue } from "./value.js";

const mostImports = 500;
/** More than anybody opens. */
const mostHandedOn = 2000;
/** Imports whose calls the collector wants to be told of. */
const watched = new RegExp(
  `^(?:${[
    "(?:xgboost\\.core|lightgbm\\.basic)\\.Booster",
    "torch\\._utils\\._rebuild_tensor(?:_v[23])?",
    "torch\\._tensor\\._rebuild_from_type(?:_v2)?",
    "torch\\.storage\\._load_from_bytes",
    "torch\\.jit\\._pickle\\.restore_type_tag",
  ].join("|")})$`,
);

/** Makes findings and facts of what the walker sees. Something that happens again and again is one finding. */
export class PickleCollector implements PickleWatcher {
  readonly tally = new TensorTally();
  /** `torch._utils._rebuild_tensor_v2`, each once. */
  readonly imports = new Set<string>();
  /** Bytes that another loader would be given. */
  readonly handedOn = new Map<number, { readonly offset: number; readonly length: number }>();
  readonly #findings = new FindingList(true);

  get findings(): ModelFinding[] {
    return this.#findings.all;
  }

  /** Takes over what was seen of another pickle of the same file. */
  absorb(other: PickleCollector): void {
    this.tally.absorb(other.tally);
    for (const path of other.imports) if (this.imports.size < mostImports) this.imports.add(path);
    this.#findings.add(...other.findings);
    for (const part of other.handedOn.values()) this.handOn(part);
  }

  imported(module: string, name: string, at: number): boolean {
    const path = `${module}.${name}`;
    if (this.imports.has(path)) return watched.test(path);
    if (this.imports.size < mostImports) this.imports.add(path);
    const judged = judgeImport(module, name);
    if (judged) this.#findings.add({ ...judged, where: atByte(at) });
    return watched.test(path);
  }

  noticed(
    rule: "hidden-name" | "odd-pickle",
    level: "suspicious" | "unknown",
    what: string,
    at: number,
  ): void {
    this.#findings.add({ rule, level, what, where: atByte(at) });
  }

  called({ module, name }: GlobalValue, args: TupleValue, at: number): void {
    const path = `${module}.${name}`;
    if (path.endsWith(".Booster")) {
      // Their own pickles make them without arguments and give them the model as a text.
      const what = "it makes a Booster with arguments, which may name a file to read";
      if (args.length > 0) this.noticed("odd-pickle", "unknown", what, at);
    } else if (path.startsWith("torch._utils.")) {
      const [first, , third] = args.items;
      const shape = numbersOf(third);
      const storage = first?.kind === "persistent" ? first.id : undefined;
      const type = storage?.kind === "tuple" ? storage.items[1] : undefined;
      if (shape && type?.kind === "global") this.tally.add({ name: "", dtype: dtypeOf(type.name), shape });
    } else if (path.startsWith("torch._tensor.") || path.startsWith("torch.jit.")) {
      // The one calls what it is given, the other gives it back.
      const [given] = args.items;
      const isUsual =
        given?.kind === "global" && given.module === "torch._utils" && path.startsWith("torch._tensor.");
      const what = `it hands ${given?.kind === "global" ? `${given.module}.${given.name}` : "something"} to ${path}`;
      if (given?.kind === "global" && !isUsual) this.noticed("odd-pickle", "suspicious", what, at);
    } else if (path.startsWith("torch.storage.")) {
      const [bytes] = args.items;
      if (bytes?.kind === "bytes") this.handOn(bytes);
    }
  }

  /** Another loader would be given these bytes. */
  handOn(part: { readonly offset: number; readonly length: number }): void {
    if (this.handedOn.size < mostHandedOn) this.handedOn.set(part.offset, part);
  }

  array(dtype: string, shape: readonly number[]): void {
    this.tally.add({ name: "", dtype, shape });
  }
}

/** `FloatStorage` → `float32`, as PyTorch names its types. */
function dtypeOf(storage: string): string {
  const type = storage.replace(/(?:Storage|Tensor)$/, "");
  const known: Readonly<Record<string, string>> = {
    ...{
      Float: "float32",
      Double: "float64",
      Half: "float16",
      BFloat16: "bfloat16",
      Long: "int64",
      Int: "int32",
    },
    ...{
      Short: "int16",
      Char: "int8",
      Byte: "uint8",
      Bool: "bool",
      ComplexFloat: "complex64",
      ComplexDouble: "complex128",
    },
  };
  return known[type] ?? type.toLowerCase();
}
