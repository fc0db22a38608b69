import type { Span } from "./ast.js";
import { limits } from "./limits.js";
import { templateError } from "./template-error.js";

/** UTF-16 units that count as one step: going through a long text is work, too. */
const unitsPerStep = 1000;

/** Counts what rendering does, so that a template that runs wild ends with an error and not with the machine. */
export class Meter {
  #steps = 0;

  /** @param steps that are about to be done at this place. */
  charge(span: Span, steps = 1): void {
    this.#steps += steps;
    if (this.#steps <= limits.steps) return;
    const message = `rendering takes more than ${limits.steps.toLocaleString("en")} steps`;
    throw templateError(span, message, "loop over less, or prepare the values before");
  }

  /** Counts a pair of values that is compared. @param depth how deep in the values it is. */
  chargePair(span: Span, depth: number): void {
    this.charge(span);
    if (depth <= limits.value) return;
    throw templateError(span, `the values nest more than ${limits.value} deep`, "compare parts of them");
  }

  /** Notes that a text is gone through or made. @param length in UTF-16 units. */
  chargeText(span: Span, length: number): void {
    if (length > limits.rendered) {
      const message = `a text grows longer than ${limits.rendered / 1024 / 1024} MB`;
      throw templateError(span, message, "give shorter values");
    }
    this.charge(span, length / unitsPerStep);
  }
}
