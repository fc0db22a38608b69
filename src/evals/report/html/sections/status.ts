import { type Markup, markup } from "../../../../core/markup.js";

const states = {
  passed: { sign: "✓", tone: "good" },
  failed: { sign: "✗", tone: "bad" },
  inconclusive: { sign: "?", tone: "warn" },
  error: { sign: "!", tone: "warn" },
  improved: { sign: "▲", tone: "good" },
  regressed: { sign: "▼", tone: "bad" },
  no_evidence: { sign: "=", tone: "plain" },
  underpowered: { sign: "?", tone: "warn" },
  incomparable: { sign: "≠", tone: "warn" },
} as const;

export type ReportedState = keyof typeof states;

const words: Partial<Readonly<Record<ReportedState, string>>> = {
  no_evidence: "no evidence of change",
  incomparable: "not comparable",
};

/** A verdict by sign, word and colour: any one of them is enough to read it. */
export function statusBadge(state: ReportedState, large = false): Markup {
  const { sign, tone } = states[state];
  return markup`<span class="badge ${tone}${large ? " large" : ""}"><span aria-hidden="true">${sign}</span> ${words[state] ?? state}</span>`;
}

/** Says the verdict without its colour. */
export function signOf(state: ReportedState): string {
  return states[state].sign;
}

/** The colour of a figure that has this verdict. */
export function toneOf(state: ReportedState): "good" | "bad" | "warn" | undefined {
  const { tone } = states[state];
  return tone === "plain" ? undefined : tone;
}
