import { TooManyObjects } from "./given-up.js";
import type { Value } from "./value.js";

/** Of about 100 to 200 bytes each, so that a walk takes less than a gigabyte. */
const mostMade = 5_000_000;
/** As many characters or parts take about as much as an object. */
const perObject = 64;

/** Counts the objects that a walk makes, alive or not: each may hold others, however few lie on the stack. */
export class MadeObjects {
  #count = 0;

  /** @throws {TooManyObjects} */
  add(value: Value): void {
    this.#count += weightOf(value);
    if (this.#count > mostMade) throw new TooManyObjects();
  }
}

function weightOf(value: Value): number {
  switch (value.kind) {
    case "dict":
      return 2;
    case "tuple":
      return 1 + value.length / perObject;
    case "global":
      return 1 + (value.module.length + value.name.length) / perObject;
    case "persistent":
      return value.id.kind === "text" ? 1 + value.id.value.length / perObject : 1;
    default:
      return 1;
  }
}
