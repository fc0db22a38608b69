import { audit } from "./audit.js";
import { budget } from "./budget.js";
import type { CheckSection, ItemState } from "./check-item.js";
import { evaluate } from "./evaluate.js";
import type { ProjectFacts } from "./facts.js";
import { fallBack } from "./fall-back.js";
import { rebuild } from "./rebuild.js";
import { secrets } from "./secrets.js";
import { watch } from "./watch.js";

/** A checklist that has been gone through. */
export interface Examination {
  readonly name: string;
  readonly sections: readonly CheckSection[];
  readonly counts: Readonly<Record<ItemState, number>>;
}

/** Goes through the checklist of what production asks for. Items that do not apply to a project are left out. */
export function examine(facts: ProjectFacts): Examination {
  const parts = [rebuild, evaluate, watch, fallBack, budget, audit, secrets];
  const sections = parts.map((part) => part(facts)).filter(({ items }) => items.length > 0);
  const states = sections.flatMap(({ items }) => items.map(({ state }) => state));
  const count = (state: ItemState) => states.filter((one) => one === state).length;
  return {
    ...{ name: facts.name, sections },
    counts: { ok: count("ok"), partly: count("partly"), missing: count("missing") },
  };
}
