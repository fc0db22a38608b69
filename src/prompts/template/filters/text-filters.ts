import { isList, isMapping } from "../../json-value.js";
import { characterAt, lengthOf, sliceText } from "../code-points.js";
import { jsonText } from "../json-text.js";
import { kindOf } from "../value.js";
import type { Filter } from "./filter.js";
import type { FilterCall } from "./filter-call.js";

const xmlEntities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&#34;",
  "'": "&#39;",
};

/** A filter from text to text without arguments. */
function ofText(change: (text: string) => string): Filter {
  return { params: [], apply: (input, call) => change(call.text(input)) };
}

function capitalized(text: string): string {
  const first = characterAt(text, 0) ?? "";
  return first.toUpperCase() + text.slice(first.length).toLowerCase();
}

function trimmed(text: string, characters: string): string {
  const set = new Set(characters);
  const all = Array.from(text);
  let from = 0;
  let to = all.length;
  while (from < to && set.has(all[from] ?? "")) from += 1;
  while (to > from && set.has(all[to - 1] ?? "")) to -= 1;
  return all.slice(from, to).join("");
}

const trim: Filter = {
  params: ["chars"],
  apply: (input, call) => {
    const characters = call.textArg("chars", "");
    return characters === "" ? call.text(input).trim() : trimmed(call.text(input), characters);
  },
};

const replace: Filter = {
  params: ["old", "new", "count"],
  required: 2,
  apply: (input, call) => {
    const old = call.text(call.args.get("old") ?? null);
    const by = call.text(call.args.get("new") ?? null);
    const text = call.text(input);
    if (old === "") return call.fail("the text to replace is empty");
    const parts = text.split(old);
    const count = call.wholeArg("count", parts.length - 1, -1);
    const times = count < 0 ? parts.length - 1 : Math.min(count, parts.length - 1);
    call.room(text.length + times * (by.length - old.length));
    return [parts.slice(0, times + 1).join(by), ...parts.slice(times + 1)].join(old);
  },
};

const indent: Filter = {
  params: ["width", "first", "blank"],
  apply: (input, call) => {
    const width = call.args.get("width");
    if (typeof width !== "string") call.room(call.wholeArg("width", 4));
    const space = typeof width === "string" ? width : " ".repeat(call.wholeArg("width", 4));
    const blank = call.flagArg("blank");
    const first = call.flagArg("first");
    const text = call.text(input);
    const lines = text.split(/\r\n|\r|\n/);
    call.room(text.length + lines.length * space.length);
    return lines
      .map((line, index) => ((index === 0 ? first : blank || line !== "") ? space + line : line))
      .join("\n");
  },
};

const truncate: Filter = {
  params: ["length", "killwords", "end", "leeway"],
  apply: (input, call) => {
    const end = call.textArg("end", "...");
    const length = call.wholeArg("length", 255, lengthOf(end));
    const leeway = call.wholeArg("leeway", 5);
    const text = call.text(input);
    if (lengthOf(text) <= length + leeway) return text;
    const kept = sliceText(text, 0, length - lengthOf(end));
    if (call.flagArg("killwords")) return kept + end;
    const space = kept.lastIndexOf(" ");
    return (space === -1 ? kept : kept.slice(0, space)) + end;
  },
};

const tojson: Filter = {
  params: ["indent"],
  takes: "null",
  apply: (input, call) => {
    const width = call.args.get("indent") ?? null;
    const space = width === null ? undefined : " ".repeat(Math.min(call.wholeArg("indent", 0), 100));
    const text = jsonText(input, (message) => call.fail(message), space);
    call.room(text.length);
    return text;
  },
};

/** Percent-encodes UTF-8, all but letters, digits, `_.-~` and, outside of a query, `/`. */
function urlQuoted(text: string, inQuery: boolean): string {
  const quoted = encodeURIComponent(text.replace(/\p{Surrogate}/gu, "\ufffd")).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return inQuery ? quoted.replaceAll("%20", "+") : quoted.replaceAll("%2F", "/");
}

const urlencode: Filter = {
  params: [],
  apply: (input, call) => {
    if (!isMapping(input) && !isList(input)) return urlQuoted(call.text(input), false);
    const pairs = isList(input) ? input : Object.entries(input);
    const quote = (part: Parameters<FilterCall["text"]>[0]) => urlQuoted(call.text(part), true);
    return pairs
      .map((pair) => {
        if (!isList(pair) || pair.length !== 2) return call.fail(`expected pairs, found ${kindOf(pair)}`);
        return `${quote(pair[0] ?? null)}=${quote(pair[1] ?? null)}`;
      })
      .join("&");
  },
};

const escapeXml = ofText((text) =>
  text.replace(/[&<>"']/g, (character) => xmlEntities[character] ?? character),
);

/** The filters that make texts of texts. */
export const textFilters: readonly (readonly [name: string, filter: Filter])[] = [
  ["upper", ofText((text) => text.toUpperCase())],
  ["lower", ofText((text) => text.toLowerCase())],
  ["capitalize", ofText(capitalized)],
  [
    "title",
    ofText((text) =>
      text
        .split(/([-\s({[<]+)/)
        .map(capitalized)
        .join(""),
    ),
  ],
  ["trim", trim],
  ["replace", replace],
  ["indent", indent],
  ["truncate", truncate],
  [
    "wordcount",
    { params: [], apply: (input, call) => call.text(input).match(/[\p{L}\p{N}_]+/gu)?.length ?? 0 },
  ],
  ["string", { params: [], apply: (input, call) => call.written(input) }],
  ["tojson", tojson],
  ["urlencode", urlencode],
  ["escape", escapeXml],
  ["e", escapeXml],
];
