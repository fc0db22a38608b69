import type { Vars } from "../types.js";
import type { LooseValue } from "./loose-value.js";

/** The variables at a place: a loop has a frame of its own, kept through all of its turns. */
export class LooseFrame {
  readonly #own = new Map<string, LooseValue>();

  /** @param outer the frame around it, or the given values. */
  constructor(readonly outer: LooseFrame | Vars) {}

  get(name: string): LooseValue {
    return this.#own.has(name) ? this.#own.get(name) : this.outer.get(name);
  }

  /** Gives a name a value in this frame. */
  bind(name: string, value: LooseValue): void {
    this.#own.set(name, value);
  }

  /** `{% set %}`: changes the variable where a frame has it, else makes it here. */
  assign(name: string, value: LooseValue): void {
    (this.#holder(name) ?? this).bind(name, value);
  }

  #holder(name: string): LooseFrame | undefined {
    if (this.#own.has(name)) return this;
    return this.outer instanceof LooseFrame ? this.outer.#holder(name) : undefined;
  }
}
