import { CaseGroup } from "./case-group.js";

/** Groups of cases by two texts, such as prompt and provider, in the order in which they came up. */
export class PairedGroups {
  readonly #known = new Map<string, Map<string, CaseGroup>>();
  readonly #all: { readonly first: string; readonly second: string; readonly group: CaseGroup }[] = [];

  get all(): readonly { readonly first: string; readonly second: string; readonly group: CaseGroup }[] {
    return this.#all;
  }

  of(first: string, second: string): CaseGroup {
    let bySecond = this.#known.get(first);
    if (bySecond === undefined) {
      bySecond = new Map();
      this.#known.set(first, bySecond);
    }
    let group = bySecond.get(second);
    if (group === undefined) {
      group = new CaseGroup();
      bySecond.set(second, group);
      this.#all.push({ first, second, group });
    }
    return group;
  }
}
