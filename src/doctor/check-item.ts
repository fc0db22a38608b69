/** `partly`: there is something, and it does not do all that is wanted. */
export type ItemState = "ok" | "partly" | "missing";

/** What was found out about one thing. */
export interface Verdict {
  readonly state: ItemState;
  /** The file or the figure that it was judged by. */
  readonly evidence: string;
  /** What would mend it: a command line, or the line to add and where. Absent where nothing is to be mended. */
  readonly mend?: string;
}

/** One line of the checklist. */
export interface CheckItem extends Verdict {
  /** Permanent. */
  readonly id: string;
  /** A few words. */
  readonly title: string;
}

/** A part of the checklist. */
export interface CheckSection {
  readonly id: string;
  readonly title: string;
  readonly items: readonly CheckItem[];
}

export const ok = (evidence: string): Verdict => ({ state: "ok", evidence });
export const partly = (evidence: string, mend: string): Verdict => ({ state: "partly", evidence, mend });
export const missing = (evidence: string, mend: string): Verdict => ({ state: "missing", evidence, mend });

/** An item, or none where there is nothing to judge. */
export function item(id: string, title: string, verdict: Verdict | undefined): CheckItem[] {
  return verdict === undefined ? [] : [{ id, title, ...verdict }];
}

/** More are counted. */
const mostNamed = 2;

/**
 * The verdict on several things of one kind: missing only where it is for all of them. The worst is named.
 * @returns undefined for none.
 */
export function together(verdicts: readonly Verdict[]): Verdict | undefined {
  const lacking = verdicts.filter(({ state }) => state !== "ok");
  const worst = lacking.find(({ state }) => state === "missing") ?? lacking[0];
  if (worst === undefined) {
    const named = verdicts.slice(0, mostNamed).map(({ evidence }) => evidence);
    const rest = verdicts.length - named.length;
    return verdicts.length === 0 ? undefined : ok(named.join("; ") + (rest > 0 ? `; and ${rest} more` : ""));
  }
  const all = verdicts.every(({ state }) => state === "missing");
  const rest = lacking.length - 1;
  const evidence = rest > 0 ? `${worst.evidence}; and ${rest} more` : worst.evidence;
  return { ...worst, state: all ? "missing" : "partly", evidence };
}
