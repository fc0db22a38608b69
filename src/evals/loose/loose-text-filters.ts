import { isList, isMapping } from "../../prompts/json-value.js";
import { filter, type LooseFilter, type LooseSite } from "./loose-filter.js";
import { isTruthy, type LooseValue, scriptText, toNumber, written } from "./loose-value.js";

/** What most filters of text begin with: what is not there, or false, is empty. */
function textOf(value: LooseValue): string {
  return value === false ? "" : written(value);
}

/** A filter that wants a text, as Nunjucks' own do. */
function ofText(change: (text: string) => string): LooseFilter {
  return filter([], (input, _, site) => {
    if (isNested(input)) site.fail("this filter wants a text, and has a list or a mapping");
    return change(textOf(input));
  });
}

function isNested(value: LooseValue): boolean {
  return value !== undefined && value !== null && (isList(value) || isMapping(value));
}

const capitalized = (text: string) => text.charAt(0).toUpperCase() + text.slice(1).toLowerCase();

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  '"': "&quot;",
  "'": "&#39;",
  "<": "&lt;",
  ">": "&gt;",
  "\\": "&#92;",
  "`": "&#96;",
};
const escapeHtml = filter([], (input) =>
  textOf(input).replace(/[&"'<>\\`]/g, (sign) => entities[sign] ?? sign),
);

const replace = filter(["old", "new", "count"], (input, [old, by, count], site) => {
  if (typeof input !== "string" && typeof input !== "number") return input;
  const text = String(input);
  if (old === undefined || old === null) return text;
  const most =
    count === undefined || count === null || toNumber(count) < 0 ? Number.POSITIVE_INFINITY : toNumber(count);
  const wanted = scriptText(old);
  if (wanted === "") {
    const put = written(by);
    site.room((text.length + 1) * (put.length + 1));
    return put + [...text].map((character) => character + put).join("");
  }
  const parts = text.split(wanted);
  const put = written(by);
  site.room(text.length + put.length * parts.length);
  const cut = Math.min(parts.length - 1, most);
  return [...parts.slice(0, cut).flatMap((part) => [part, put]), parts.slice(cut).join(wanted)].join("");
});

const indent = filter(["width", "indentfirst"], (input, [width, first], site) => {
  const text = textOf(input);
  if (text === "") return "";
  const space = " ".repeat(bounded(width, 4, site));
  return text
    .split("\n")
    .map((line, index) => (index === 0 && !isTruthy(first) ? line : space + line))
    .join("\n");
});

const center = filter(["width"], (input, [width], site) => {
  const text = textOf(input);
  const space = bounded(width, 80, site) - text.length;
  if (space <= 0) return text;
  const before = Math.floor(space / 2) + (space % 2);
  return " ".repeat(space - before === before ? before : space - before) + text + " ".repeat(before);
});

/** A width that a template may ask for. */
function bounded(value: LooseValue, fallback: number, site: LooseSite): number {
  const width = isTruthy(value) ? toNumber(value) : fallback;
  if (!(width >= 0)) return 0;
  site.room(width);
  return Math.min(Math.trunc(width), 1_000_000);
}

const truncate = filter(["length", "killwords", "end"], (input, [length, killWords, end]) => {
  const text = textOf(input);
  const most = isTruthy(length) ? toNumber(length) : 255;
  if (text.length <= most) return text;
  let cut = text.slice(0, most);
  if (!isTruthy(killWords)) {
    const space = text.lastIndexOf(" ", most);
    cut = text.slice(0, space === -1 ? most : space);
  }
  return cut + (end === undefined || end === null ? "..." : scriptText(end));
});

const stripTags = filter(["preserve_linebreaks"], (input, [keep]) => {
  const bare = textOf(input)
    .replace(/<\/?([a-z][a-z0-9]*)\b[^>]*>|<!--[\s\S]*?-->/gi, "")
    .trim();
  if (!isTruthy(keep)) return bare.replace(/\s+/g, " ");
  return bare
    .replace(/^ +| +$/gm, "")
    .replace(/ +/g, " ")
    .replace(/\r\n/g, "\n")
    .replace(/\n\n\n+/g, "\n\n");
});

const dump = filter(["spaces"], (input, [spaces], site) => {
  const width = typeof spaces === "number" || typeof spaces === "string" ? spaces : undefined;
  const text = input === undefined ? undefined : JSON.stringify(input, null, width);
  site.room(text?.length ?? 0);
  return text;
});

const urlEncode = filter([], (input) => {
  if (typeof input === "string") return encodeURIComponent(input);
  if (input === undefined || input === null || typeof input !== "object") return "";
  const pairs = isList(input)
    ? input.map((pair) => (isList(pair) ? [pair[0], pair[1]] : []))
    : Object.entries(input);
  return pairs
    .map(([key, value]) => `${encodeURIComponent(scriptText(key))}=${encodeURIComponent(scriptText(value))}`)
    .join("&");
});

/** Filters that give texts. */
export const looseTextFilters: readonly (readonly [string, LooseFilter])[] = [
  ["upper", ofText((text) => text.toUpperCase())],
  ["lower", ofText((text) => text.toLowerCase())],
  ["capitalize", ofText(capitalized)],
  ["title", ofText((text) => text.split(" ").map(capitalized).join(" "))],
  ["trim", ofText((text) => text.trim())],
  ["nl2br", ofText((text) => text.replace(/\r\n|\n/g, "<br />\n"))],
  ["string", filter([], (input) => scriptText(input))],
  ["safe", filter([], (input) => (input === undefined || input === null ? "" : scriptText(input)))],
  ["escape", escapeHtml],
  ["e", escapeHtml],
  ["forceescape", escapeHtml],
  ["replace", replace],
  ["indent", indent],
  ["center", center],
  ["truncate", truncate],
  ["striptags", stripTags],
  ["dump", dump],
  ["json", dump],
  ["tojson", dump],
  ["urlencode", urlEncode],
  ["wordcount", filter([], (input) => textOf(input).match(/\w+/g)?.length ?? null)],
];
