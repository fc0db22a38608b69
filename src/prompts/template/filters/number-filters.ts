import type { Json } from "../../types.js";
import type { Filter } from "./filter.js";

/** Digits that tell a tie from what is close to one: more than a double can have behind them. */
const exactDigits = 60;

/** Rounds to decimals, ties to the even digit, from the exact value of the double, as Python does. */
function roundHalfEven(value: number, decimals: number): number {
  if (decimals < 0) {
    const unit = 10 ** -decimals;
    return roundHalfEven(value / unit, 0) * unit;
  }
  if (Math.abs(value) >= 1e21) return value;
  const exact = Math.abs(value).toFixed(Math.min(100, decimals + exactDigits));
  const cut = exact.indexOf(".") + 1 + decimals;
  const isTie = /^50*$/.test(exact.slice(cut));
  const kept = exact.slice(0, cut).replace(/\.$/, "");
  const even = Number(kept.at(-1)) % 2 === 0;
  const rounded = isTie && even ? Number(kept) : Number(Math.abs(value).toFixed(decimals));
  return value < 0 ? -rounded : rounded;
}

const round: Filter = {
  params: ["precision", "method"],
  apply: (input, call) => {
    const precision = call.wholeArg("precision", 0, -20);
    if (precision > 20) return call.fail(`precision must be at most 20, and is ${precision}`);
    const method = call.textArg("method", "common");
    const value = call.number(input);
    if (method === "common") return roundHalfEven(value, precision);
    const unit = 10 ** precision;
    if (method === "ceil") return Math.ceil(value * unit) / unit;
    if (method === "floor") return Math.floor(value * unit) / unit;
    return call.fail(`method must be "common", "ceil" or "floor", and is "${method}"`);
  },
};

const decimal = /^[+-]?(?:\d+(?:_\d+)*\.?(?:\d+(?:_\d+)*)?|\.\d+(?:_\d+)*)(?:e[+-]?\d+)?$/i;
const prefixes: Readonly<Record<number, RegExp>> = { 2: /^0b/i, 8: /^0o/i, 16: /^0x/i };

/** The number that a text says; undefined if it says none. */
function parsed(text: string): number | undefined {
  const trimmed = text.trim();
  const value = decimal.test(trimmed) ? Number(trimmed.replaceAll("_", "")) : Number.NaN;
  return Number.isFinite(value) ? value : undefined;
}

function parsedInBase(text: string, base: number): number | undefined {
  const [, sign, rest = ""] = /^([+-]?)(.*)$/s.exec(text.trim().toLowerCase()) ?? [];
  const digits = rest.replace(prefixes[base] ?? /^$/, "");
  const valid = digits !== "" && Array.from(digits).every((digit) => Number.parseInt(digit, base) >= 0);
  return valid ? Number.parseInt(`${sign}${digits}`, base) : undefined;
}

function toNumber(value: Json): number | undefined {
  if (typeof value === "string") return parsed(value);
  if (typeof value === "boolean") return Number(value);
  return typeof value === "number" ? value : undefined;
}

const int: Filter = {
  params: ["default", "base"],
  apply: (input, call) => {
    const base = call.wholeArg("base", 10, 2);
    if (base > 36) return call.fail(`base must be at most 36, and is ${base}`);
    const inBase = typeof input === "string" && base !== 10 ? parsedInBase(input, base) : undefined;
    const value = inBase ?? toNumber(input);
    return value === undefined ? (call.args.get("default") ?? 0) : Math.trunc(value);
  },
};

/** The filters that make or change numbers. */
export const numberFilters: readonly (readonly [name: string, filter: Filter])[] = [
  ["abs", { params: [], apply: (input, call) => Math.abs(call.number(input)) }],
  ["round", round],
  ["int", int],
  [
    "float",
    { params: ["default"], apply: (input, call) => toNumber(input) ?? call.args.get("default") ?? 0 },
  ],
];
