import { isList } from "../../prompts/json-value.js";
import type { Json } from "../../prompts/types.js";
import { filter, type LooseFilter, type LooseSite } from "./loose-filter.js";
import { type LooseValue, scriptText, toNumber, written } from "./loose-value.js";

/** Most items that `range` makes. */
const longestRange = 100_000;

const range = filter(["start", "stop", "step"], (_, [first, second, third], site) => {
  const [start, stop] = second === undefined ? [0, toNumber(first)] : [toNumber(first), toNumber(second)];
  const step = third === undefined ? 1 : toNumber(third);
  const count = step === 0 ? 0 : Math.max(0, Math.ceil((stop - start) / step));
  if (!(count <= longestRange)) return site.fail(`range makes at most ${longestRange} numbers`);
  site.room(count);
  return Array.from({ length: count }, (_item, index) => start + index * step);
});

/** A method of texts and lists alike. */
function method(
  params: readonly string[],
  onText: (text: string, args: readonly LooseValue[], site: LooseSite) => LooseValue,
  onList?: (list: readonly Json[], args: readonly LooseValue[]) => LooseValue,
): LooseFilter {
  return filter(params, (input, args, site) => {
    if (typeof input === "string") {
      site.room(input.length);
      return onText(input, args, site);
    }
    if (input !== undefined && input !== null && isList(input) && onList) return onList(input, args);
    if (typeof input === "number" && onList === undefined) return onText(String(input), args, site);
    return site.fail("this method does not belong to that value");
  });
}

const bound = (value: LooseValue) => (value === undefined ? undefined : toNumber(value));

function padded(where: "padStart" | "padEnd"): LooseFilter {
  return method(["length", "fill"], (text, [length, fill], site) => {
    const width = toNumber(length);
    site.room(width > 0 ? width : 0);
    return text[where](width, fill === undefined ? " " : scriptText(fill));
  });
}

/** What can be called in a loose template, by the name that the parser gives a call. */
export const looseCalls: ReadonlyMap<string, LooseFilter> = new Map<string, LooseFilter>([
  ["range()", range],
  [".toUpperCase", method([], (text) => text.toUpperCase())],
  [".toLowerCase", method([], (text) => text.toLowerCase())],
  [".trim", method([], (text) => text.trim())],
  [".trimStart", method([], (text) => text.trimStart())],
  [".trimEnd", method([], (text) => text.trimEnd())],
  [".toString", filter([], (input) => scriptText(input))],
  [
    ".toFixed",
    filter(["digits"], (input, [digits]) =>
      toNumber(input).toFixed(Math.min(100, Math.max(0, toNumber(digits ?? 0)))),
    ),
  ],
  [
    ".split",
    method(["separator"], (text, [separator]) =>
      separator === undefined ? [text] : text.split(scriptText(separator)),
    ),
  ],
  [
    ".replace",
    method(["old", "new"], (text, [old, by], site) => {
      site.room(text.length + written(by).length);
      return text.replace(scriptText(old), () => scriptText(by));
    }),
  ],
  [
    ".replaceAll",
    method(["old", "new"], (text, [old, by], site) => {
      site.room(text.length * (written(by).length + 1));
      return text.replaceAll(scriptText(old), () => scriptText(by));
    }),
  ],
  [".charAt", method(["index"], (text, [index]) => text.charAt(toNumber(index)))],
  [".substring", method(["from", "to"], (text, [from, to]) => text.substring(toNumber(from), bound(to)))],
  [
    ".slice",
    method(
      ["from", "to"],
      (text, [from, to]) => text.slice(bound(from), bound(to)),
      (list, [from, to]) => sliced(list, from, to),
    ),
  ],
  [".startsWith", method(["text"], (text, [part]) => text.startsWith(scriptText(part)))],
  [".endsWith", method(["text"], (text, [part]) => text.endsWith(scriptText(part)))],
  [
    ".includes",
    method(
      ["item"],
      (text, [part]) => text.includes(scriptText(part)),
      (list, [item]) => list.some((one) => one === item),
    ),
  ],
  [
    ".indexOf",
    method(
      ["item"],
      (text, [part]) => text.indexOf(scriptText(part)),
      (list, [item]) => (item === undefined ? -1 : list.indexOf(item)),
    ),
  ],
  [
    ".repeat",
    method(["count"], (text, [count], site) => {
      const times = toNumber(count);
      if (!(times >= 0)) return site.fail("repeat wants a number that is not below 0");
      site.room(text.length * times);
      return text.repeat(times);
    }),
  ],
  [".padStart", padded("padStart")],
  [".padEnd", padded("padEnd")],
  [
    ".join",
    filter(["separator"], (input, [separator], site) => {
      if (input === undefined || input === null || !isList(input)) return site.fail("join belongs to lists");
      return input.map((item) => written(item)).join(separator === undefined ? "," : scriptText(separator));
    }),
  ],
]);

function sliced(list: readonly Json[], from: LooseValue, to: LooseValue): LooseValue {
  return list.slice(bound(from), bound(to));
}
