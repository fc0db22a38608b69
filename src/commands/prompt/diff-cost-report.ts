import { formatPercent } from "../../core/format-number.js";
import { displayPath } from "../../core/visible-text.js";
import { tableDate } from "../../prompts/models/table.js";
import type { Ui } from "../../ui/ui.js";
import type { PromptCost } from "./diff-cost.js";

/** Tokens by part and their price, before and after. */
export function costLines(ui: Ui, before: PromptCost, after: PromptCost): string[] {
  const calls = "1,000 calls:";
  const parts = [...new Set([...before.parts.keys(), ...after.parts.keys()])];
  const tokens = parts.map((part) => tokenRow(part, before.parts.get(part), after.parts.get(part)));
  const rows = [
    ...tokens,
    ...(parts.length === 1 ? [] : [tokenRow("total", before.total, after.total)]),
    moneyRow(`${calls} input`, before.input, after.input),
    ...(before.maxOutputTokens === undefined && after.maxOutputTokens === undefined
      ? []
      : [moneyRow(`${calls} output, at most`, before.outputCeiling, after.outputCeiling)]),
  ];
  const table = ui.table(["Tokens and cost", "before", "after", "change"], rows, { right: [1, 2, 3] });
  return [table, ui.theme.dim(remark(before, after))];
}

function tokenRow(name: string, before: number | undefined, after: number | undefined): string[] {
  const [old, now] = [before ?? 0, after ?? 0];
  const share = old > 0 && old !== now ? ` (${formatPercent((now - old) / old)})` : "";
  return [
    name,
    before === undefined ? "-" : grouped(before),
    after === undefined ? "-" : grouped(after),
    old === now ? "0" : `${now > old ? "+" : "-"}${grouped(Math.abs(now - old))}${share}`,
  ];
}

function moneyRow(name: string, before: number | undefined, after: number | undefined): string[] {
  const change =
    before === undefined || after === undefined
      ? ""
      : before === after
        ? "0"
        : `${after > before ? "+" : "-"}${dollars(Math.abs(after - before))}`;
  return [name, dollars(before), dollars(after), change];
}

/** What the figures are, and are not. */
function remark(before: PromptCost, after: PromptCost): string {
  const how = before.exact && after.exact ? "exact" : "estimated";
  const encodings = [...new Set([before.encoding, after.encoding])].join(" and ");
  const models = [...new Set([before, after].flatMap(({ model }) => (model === undefined ? [] : [model])))];
  const named = models.map(displayPath).join(" and ");
  return [
    `the prompt's own text without values of inputs; ${how}, counted in ${encodings}`,
    named === ""
      ? "no prices without a model"
      : before.input === undefined && after.input === undefined
        ? `the price of ${named} is not known; it can be given in mlx.yaml, under models`
        : `prices of ${named} as of ${tableDate}, or as mlx.yaml says`,
  ].join("\n");
}

function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** Two decimals from a dollar on, below it two significant digits. */
function dollars(amount: number | undefined): string {
  if (amount === undefined) return "unknown";
  if (amount === 0) return "$0.00";
  if (amount < 0.1) return `$${Number(amount.toPrecision(2))}`;
  const [whole = "0", cents = "00"] = amount.toFixed(2).split(".");
  return `$${grouped(Number(whole))}.${cents}`;
}
