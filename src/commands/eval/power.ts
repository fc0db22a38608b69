import type { App } from "../../app/app.js";
import { type PowerFacts, powerFacts } from "../../app/evals/power-facts.js";
import { MlxError } from "../../core/errors.js";
import { ExitCode } from "../../core/exit-codes.js";
import {
  type ComparisonDesign,
  minimumDetectableEffect,
  powerOfComparison,
  requiredCases,
} from "../../stats/power.js";
import { type PowerPlan, powerText } from "./power-text.js";

/** Numbers as they were typed: percent, with or without the sign; below 1 and without it, shares. */
export interface PowerOptions {
  readonly effect?: string;
  readonly power?: string;
  readonly alpha?: string;
  readonly rate?: string;
  readonly discordant?: string;
  readonly clusterSize?: number;
  readonly icc?: string;
}

/** Sizes of change that are told beside the one that was asked for. */
const multiples = [0.4, 0.6, 1, 1.5, 2, 3, 4];

/** `mlx eval power`: how many cases show a change of the pass rate, and what a suite's own can show. */
export async function power(app: App, typed: string | undefined, options: PowerOptions): Promise<ExitCode> {
  const asked = readOptions(options);
  const facts = typed === undefined ? undefined : await powerFacts(app, typed);
  const plan = planOf(asked, facts);
  if (app.ui.mode.json) app.ui.json(documentOf(plan));
  else app.ui.answer(powerText(app.ui, plan));
  return ExitCode.ok;
}

interface Asked extends ComparisonDesign {
  readonly effect?: number;
  readonly power: number;
  readonly alpha: number;
}

function planOf(asked: Asked, facts: PowerFacts | undefined): PowerPlan {
  const effect = asked.effect ?? facts?.effect ?? 0.05;
  const { power: wanted, alpha } = asked;
  const design = designOf(asked, facts);
  const size = (change: number) => requiredCases({ ...design.design, alpha, power: wanted, effect: change });
  const changes = multiples
    .map((multiple) => Number((effect * multiple).toPrecision(12)))
    .filter((one) => one <= 1);
  const { cases = 0 } = facts ?? {};
  const suite = facts && {
    name: facts.suite,
    cases,
    minimumDetectableEffect: minimumDetectableEffect({ ...design.design, alpha, power: wanted, cases }),
    power: powerOfComparison({ ...design.design, alpha, effect, cases }),
  };
  return {
    ...{ effect, power: wanted, alpha, cases: size(effect), ...design },
    table: changes.map((change) => ({ effect: change, cases: size(change) })),
    ...(suite && { suite }),
  };
}

/** What was typed goes before what was seen, that before what is usual. */
function designOf(asked: Asked, facts: PowerFacts | undefined): Pick<PowerPlan, "design" | "from"> {
  const { discordant, rate, clusterSize, icc } = asked;
  const { design: seen } = facts ?? {};
  const size = clusterSize ?? (seen && seen.clusterSize > 1 ? seen.clusterSize : undefined);
  const alike = icc ?? (clusterSize === undefined ? seen?.icc : undefined);
  const clusters =
    size === undefined ? {} : { clusterSize: size, ...(alike !== undefined && { icc: alike }) };
  if (discordant !== undefined) return { design: { discordant, ...clusters }, from: "as given" };
  if (rate !== undefined) return { design: { rate, ...clusters }, from: "as given" };
  if (facts?.discordant !== undefined)
    return { design: { discordant: facts.discordant.share, ...clusters }, from: facts.discordant.from };
  if (seen?.rate !== undefined)
    return { design: { rate: seen.rate, ...clusters }, from: "one evaluation alone" };
  return { design: { discordant: 0.2, ...clusters }, from: "a guess" };
}

function documentOf(plan: PowerPlan): Readonly<Record<string, unknown>> {
  const { effect, power: wanted, alpha, cases, design, from, table, suite } = plan;
  const { discordant = null, rate = null, clusterSize = 1, icc = null } = design;
  return {
    ...{ effect, power: wanted, alpha, cases, table },
    assumed: { discordant, rate, clusterSize, icc, from },
    ...(suite && { suite }),
  };
}

function readOptions(options: PowerOptions): Asked {
  const { clusterSize } = options;
  if (options.rate !== undefined && options.discordant !== undefined)
    throw usage(
      "--rate and --discordant are given",
      "how many cases change follows from the rate, or is told: give one of them",
    );
  if (options.icc !== undefined && clusterSize === undefined)
    throw usage("--icc is given without --cluster-size", "such as --cluster-size 5 --icc 0.3");
  if (clusterSize === 0)
    throw usage("--cluster-size takes 1 or more", "cases that belong together, such as --cluster-size 5");
  const read = (option: string, text: string | undefined, most = 1) =>
    text === undefined ? undefined : percent(option, text, most);
  const effect = read("--effect", options.effect);
  const rate = read("--rate", options.rate);
  const discordant = read("--discordant", options.discordant);
  const icc = options.icc === undefined ? undefined : correlation(options.icc);
  return {
    ...(effect !== undefined && { effect }),
    power: read("--power", options.power, 0.999) ?? 0.8,
    alpha: read("--alpha", options.alpha, 0.5) ?? 0.05,
    ...(rate !== undefined && { rate }),
    ...(discordant !== undefined && { discordant }),
    ...(clusterSize !== undefined && { clusterSize }),
    ...(icc !== undefined && { icc }),
  };
}

/** Above 0 and at most `most`, as a share. A power of 0.8 and a level of 0.05 are shares, as statistics writes them; an effect is in points. */
function percent(option: string, text: string, most: number): number {
  const [, number, sign] = /^\s*(\d+(?:\.\d+)?|\.\d+)\s*(%?)\s*$/.exec(text) ?? [];
  const isShare = sign === "" && Number(number) < 1 && option !== "--effect";
  const share =
    number === undefined ? Number.NaN : Number((Number(number) / (isShare ? 1 : 100)).toPrecision(12));
  // A thousandth of a point would take a billion cases.
  if (share >= 0.001 && share <= most) return share;
  throw usage(
    `${option} takes percent from 0.1 to ${100 * most}, found ${JSON.stringify(text)}`,
    `such as ${option} ${{ "--power": 80, "--rate": 90, "--discordant": 10 }[option] ?? 5}`,
  );
}

function correlation(text: string): number {
  const value = /^(?:\d+(?:\.\d+)?|\.\d+)$/.test(text) ? Number(text) : Number.NaN;
  if (value <= 1) return value;
  throw usage(
    `--icc takes a number from 0 to 1, found ${JSON.stringify(text)}`,
    "0 where cases of a cluster have nothing in common, 1 where they are all alike",
  );
}

function usage(message: string, hint: string): MlxError {
  return new MlxError("MLX_USAGE", message, { hint, exitCode: 2 });
}
