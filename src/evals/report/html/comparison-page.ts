import { formatCount } from "../../../core/format-bytes.js";
import { type Markup, markup } from "../../../core/markup.js";
import type { ComparisonCounts } from "../../outcomes/against-baseline.js";
import { acrossText, apartText } from "../../outcomes/comparison-text.js";
import { flipWay } from "../../outcomes/flip-way.js";
import type { CaseOutcome, Comparison } from "../../outcomes/types.js";
import type { CaseResult } from "../../types.js";
import { CaseRows } from "./case-rows.js";
import { figureText } from "./charts/scale-text.js";
import { reportPage } from "./page.js";
import type { PageRow } from "./page-data.js";
import { comparisonSection } from "./sections/comparison.js";
import { tile } from "./sections/header.js";
import { statusBadge } from "./sections/status.js";

/** Rows of both sides together. */
const mostRows = 1600;

/** One of two evaluations that are compared. */
export interface ComparedEvaluation {
  /** In a line: what it is, of when and what. */
  readonly about: string;
  readonly outcomes: readonly CaseOutcome[];
  /** The command that shows one of its cases; absent where its results are not in this clone. */
  readonly showCommand?: string;
}

/** Two evaluations of the same cases as a page: what changed, and the answers side by side. Flipped cases have rows first. */
export class ComparisonPage {
  readonly #rows: CaseRows;
  readonly #flips: ReadonlyMap<string, PageRow["flip"]>;
  readonly #chosen: ReadonlySet<string>;

  constructor(
    private readonly suite: string,
    private readonly sides: readonly [ComparedEvaluation, ComparedEvaluation],
    private readonly comparison: Comparison,
    private readonly counts: ComparisonCounts,
  ) {
    this.#flips = new Map(
      comparison.flipped.map((flip) => [
        JSON.stringify([flip.prompt, flip.provider, flip.id]),
        flipWay(flip),
      ]),
    );
    this.#chosen = this.#choose();
    this.#rows = new CaseRows(this.#countRows());
  }

  add(side: 0 | 1, result: CaseResult): void {
    const key = this.#keyOf(side, result, result.test);
    if (this.#takes(key)) this.#rows.add(result, this.#flips.get(key), side);
    else this.#rows.leaveOut();
  }

  /** A case of which no result is there. */
  addOutcome(side: 0 | 1, outcome: CaseOutcome): void {
    const key = this.#keyOf(side, outcome, outcome.id);
    if (this.#takes(key)) this.#rows.addOutcome(outcome, this.#flips.get(key), side);
    else this.#rows.leaveOut();
  }

  finish(): string {
    return reportPage({
      title: `${this.suite}: comparison`,
      header: this.#header(),
      sections: [comparisonSection(this.comparison, this.counts, "After less before, case by case.")],
      data: this.#rows.finish(this.sides.map(({ showCommand = null }) => showCommand)),
    });
  }

  /** The pairs with rows: flipped ones, those that did not pass on a side, and others while there is room. */
  #choose(): ReadonlySet<string> {
    const repeats = new Map<string, number>();
    const bad = new Set<string>();
    for (const side of [0, 1] as const) {
      for (const outcome of this.sides[side].outcomes) {
        const key = this.#keyOf(side, outcome, outcome.id);
        repeats.set(key, (repeats.get(key) ?? 0) + outcome.graded + outcome.errored);
        if (outcome.critical || outcome.passed < outcome.graded + outcome.errored) bad.add(key);
      }
    }
    const chosen = new Set<string>();
    let rows = 0;
    for (const key of new Set([...this.#flips.keys(), ...bad, ...repeats.keys()])) {
      rows += repeats.get(key) ?? 0;
      if (rows > mostRows) break;
      chosen.add(key);
    }
    return chosen;
  }

  #countRows(): number {
    let rows = 0;
    for (const side of [0, 1] as const) {
      for (const outcome of this.sides[side].outcomes) {
        if (this.#chosen.has(this.#keyOf(side, outcome, outcome.id)))
          rows += outcome.graded + outcome.errored;
      }
    }
    return rows;
  }

  #takes(key: string): boolean {
    return this.#rows.count < mostRows && this.#chosen.has(key);
  }

  /** Both sides of a pair have the same key, also where the prompt or the provider was exchanged. */
  #keyOf(side: 0 | 1, { prompt, provider }: Pick<CaseOutcome, "prompt" | "provider">, id: string): string {
    const { across } = this.comparison;
    const after = (what: "prompt" | "provider", label: string) =>
      side === 0 && across?.[what]?.[0] === label ? across[what][1] : label;
    return JSON.stringify([after("prompt", prompt), after("provider", provider), id]);
  }

  #header(): Markup {
    const { verdict, metrics } = this.comparison;
    const [passRate] = metrics;
    const { flipped } = this.counts;
    const apart = apartText(this.counts);
    const worse = passRate?.discordant.regressed ?? 0;
    const rates = passRate
      ? `${figureText("rate", passRate.before)} → ${figureText("rate", passRate.after)}`
      : "–";
    return markup`<header class="top"><div class="title"><p class="kicker">Comparison</p><h1>${this.suite}</h1>${statusBadge(verdict ?? "incomparable", true)}</div>
<dl class="tiles">
${tile("Pass rate", rates, passRate ? `${figureText("points", passRate.difference)} points` : "nothing was compared")}
${tile("Compared", passRate ? formatCount(passRate.n) : "0", apart === "" ? undefined : `not compared: ${apart}`)}
${tile("Flipped", formatCount(flipped), passRate ? `${formatCount(worse)} worse, ${formatCount(passRate.discordant.improved)} better` : undefined)}
</dl>
<p class="facts"><span>before: ${this.sides[0].about}</span><span>after: ${this.sides[1].about}</span>${acrossText(this.comparison).map((text) => markup`<span>${text}</span>`)}</p></header>
`;
  }
}
