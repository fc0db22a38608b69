import type { CaseOutcome } from "./types.js";

export const noMetrics: CaseOutcome["metrics"] = Object.freeze({});
const noSlices: CaseOutcome["slices"] = Object.freeze({});

/** Keeps once what 100,000 cases have in common. */
export class SharedValues {
  readonly #texts = new Map<string, string>();
  readonly #slices = new Map<string, CaseOutcome["slices"]>();
  readonly #lists = new Map<string, readonly string[]>();

  text(text: string): string {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    const own = copied(text);
    this.#texts.set(own, own);
    return own;
  }

  slices(slices: CaseOutcome["slices"]): CaseOutcome["slices"] {
    const entries = Object.entries(slices);
    if (entries.length === 0) return noSlices;
    const key = JSON.stringify(entries);
    let known = this.#slices.get(key);
    if (known === undefined) {
      known = Object.fromEntries(entries.map(([name, value]) => [this.text(name), this.text(value)]));
      this.#slices.set(key, known);
    }
    return known;
  }

  list(texts: readonly string[]): readonly string[] {
    const key = texts.join("\n");
    const known = this.#lists.get(key);
    if (known !== undefined) return known;
    if (this.#lists.size < 1000) this.#lists.set(key, texts);
    return texts;
  }
}

/** A text that does not hold on to the piece of a file that it was cut from. */
export function copied(text: string): string {
  if (text.length < 13) return text;
  const own = Buffer.from(text).toString();
  return own === text ? own : text;
}

/** Sets a property whatever its name: a metric may be called `__proto__`. Takes less memory than `Object.fromEntries`. */
export function setOwn<T>(target: Record<string, T>, name: string, value: T): void {
  if (name !== "__proto__") target[name] = value;
  else Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
}
