/** A tensor as a header describes it. */
export interface TensorShape {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
}

/** What the header of a model file says about the model, as far as its format has words for it. Nothing of it is verified. */
export interface ModelFacts {
  /** `pytorch`, `scikit-learn`, `onnx`, … */
  readonly framework?: string;
  readonly architecture?: string;
  /** As the format calls it: `Q4_K_M`. */
  readonly quantisation?: string;
  readonly tensors?: number;
  /** Numbers in all tensors together. */
  readonly parameters?: number;
  /** Tensors of each type. */
  readonly dtypes?: Readonly<Record<string, number>>;
  /** The first of the tensors. */
  readonly shapes?: readonly TensorShape[];
  readonly opsets?: Readonly<Record<string, number>>;
  readonly producer?: string;
  readonly inputs?: readonly string[];
  readonly outputs?: readonly string[];
  /** Of an adapter: the model that it belongs to. */
  readonly baseModel?: string;
  readonly lora?: { readonly rank: number; readonly alpha?: number; readonly targets?: readonly string[] };
  /** Files beside this one that hold some of its tensors, as it names them; at most 100. */
  readonly externalFiles?: readonly string[];
  /** Modules and names that a pickle imports. */
  readonly imports?: readonly string[];
  /** Texts that the file carries about itself. */
  readonly metadata?: Readonly<Record<string, string>>;
}

const mostShapes = 50;

/** Adds tensors up. */
export class TensorTally {
  #tensors = 0;
  #parameters = 0;
  readonly #dtypes = new Map<string, number>();
  readonly #shapes: TensorShape[] = [];

  add(tensor: TensorShape): void {
    this.#tensors++;
    this.#parameters += tensor.shape.reduce((product, length) => product * length, 1);
    this.#dtypes.set(tensor.dtype, (this.#dtypes.get(tensor.dtype) ?? 0) + 1);
    if (this.#shapes.length < mostShapes) this.#shapes.push(tensor);
  }

  absorb({ facts }: TensorTally): void {
    this.#tensors += facts.tensors ?? 0;
    this.#parameters += facts.parameters ?? 0;
    for (const [dtype, count] of Object.entries(facts.dtypes ?? {}))
      this.#dtypes.set(dtype, (this.#dtypes.get(dtype) ?? 0) + count);
    this.#shapes.push(...(facts.shapes ?? []).slice(0, mostShapes - this.#shapes.length));
  }

  /** Nothing where there are no tensors. */
  get facts(): ModelFacts {
    if (this.#tensors === 0) return {};
    return {
      tensors: this.#tensors,
      parameters: this.#parameters,
      dtypes: Object.fromEntries([...this.#dtypes].sort(([a], [b]) => (a < b ? -1 : 1))),
      shapes: this.#shapes,
    };
  }
}

const longestMetadata = 500;
const mostMetadata = 40;

/** Texts of a header, as many and as long as a report can show. */
export function shortMetadata(entries: Iterable<readonly [string, unknown]>): Record<string, string> {
  const kept: [string, string][] = [];
  for (const [key, value] of entries) {
    if (kept.length === mostMetadata) break;
    const text = typeof value === "string" ? value : String(value);
    kept.push([key, text.length > longestMetadata ? `${text.slice(0, longestMetadata)}…` : text]);
  }
  return Object.fromEntries(kept);
}
