import { countOf, formatCount } from "../../core/format-bytes.js";
import { displayPath } from "../../core/visible-text.js";
import type { ComparisonDesign } from "../../stats/power.js";
import type { Ui } from "../../ui/ui.js";

/** How many cases show which change. Shares are from 0 to 1. */
export interface PowerPlan {
  readonly effect: number;
  readonly power: number;
  readonly alpha: number;
  readonly cases: number;
  readonly design: ComparisonDesign;
  /** What the design was taken from. */
  readonly from: string;
  readonly table: readonly { readonly effect: number; readonly cases: number }[];
  readonly suite?: {
    readonly name: string;
    readonly cases: number;
    /** 1 where no change could show. */
    readonly minimumDetectableEffect: number;
    /** Chance that the effect shows. */
    readonly power: number;
  };
}

const widestBar = 40;

/** What `mlx eval power` says: the number of cases, what a suite's own can show, and other sizes of change. */
export function powerText(ui: Ui, plan: PowerPlan): string {
  const { effect, power, alpha, cases, from, suite } = plan;
  const lines = [
    `${ui.theme.bold(countOf(cases, "case"))} show a change of ${points(effect)} in ${percent(power)} of evaluations (paired, two-sided ${percent(alpha)})`,
    ui.theme.dim(`assumed: ${assumed(plan.design, effect)} (${from})`),
  ];
  return [...lines, ...(suite ? suiteLines(ui, suite, plan) : []), "", ...tableLines(ui, plan)].join("\n");
}

function suiteLines(
  ui: Ui,
  { name, cases, minimumDetectableEffect, power }: NonNullable<PowerPlan["suite"]>,
  plan: PowerPlan,
): readonly string[] {
  const shown =
    minimumDetectableEffect >= 1
      ? "too few to show any change"
      : `they show a change of ${points(minimumDetectableEffect)}`;
  const chance = `one of ${points(plan.effect)} in ${percent(power)} of evaluations`;
  const text = `${displayPath(name)} has ${countOf(cases, "case")}: ${shown}, ${chance}`;
  return [cases >= plan.cases ? ui.theme.green(text) : ui.theme.yellow(text)];
}

function tableLines(ui: Ui, { table, effect }: PowerPlan): readonly string[] {
  const most = Math.max(...table.map(({ cases }) => cases));
  const rows = table.map((row) => ({
    name: points(row.effect),
    count: formatCount(row.cases),
    bar: "█".repeat(Math.max(1, Math.round((widestBar * row.cases) / most))),
    isAsked: row.effect === effect,
  }));
  const [wide, long] = [
    Math.max(...rows.map(({ name }) => name.length)),
    Math.max("cases".length, ...rows.map(({ count }) => count.length)),
  ];
  const head = ui.theme.dim(`${"change".padStart(wide)}  ${"cases".padStart(long)}`);
  return [
    head,
    ...rows.map(({ name, count, bar, isAsked }) => {
      const line = `${name.padStart(wide)}  ${count.padStart(long)}  ${bar}`;
      return isAsked ? ui.theme.bold(line) : line;
    }),
  ];
}

function assumed({ discordant, rate, clusterSize = 1, icc = 1 }: ComparisonDesign, effect: number): string {
  const some = discordant !== undefined && discordant < effect;
  const change =
    discordant === undefined
      ? `a pass rate of ${percent(rate ?? 0)}, outcomes before and after unrelated`
      : `${percent(discordant)} of the cases change${some ? " by themselves, so that the effect is all there is" : ""}`;
  const size = Number(clusterSize.toPrecision(3));
  const clusters =
    clusterSize > 1 ? `, clusters of ${size}, correlated by ${Number(icc.toPrecision(2))}` : "";
  return change + clusters;
}

function points(share: number): string {
  const figure = String(Number((100 * share).toPrecision(3)));
  return `${figure} ${figure === "1" ? "point" : "points"}`;
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(3))}%`;
}
