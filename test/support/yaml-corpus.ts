/** Pseudo-random numbers below `limit` (mulberry32), the same ones for the same seed. */
function dice(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * limit);
  };
}

const scalars = [
  ..."a|some words|gpt-4.1-2025-04-14|0.2|800|-1|1e3|.5|5.|0x1f|0o7|+3|-0|007|1_000|12:30|2024-05-01|1.2.3".split(
    "|",
  ),
  ..."true|False|yes|off|null|~|.inf|-.INF|.NaN|x: y|x:y|x #y|x#y|'single'|'it''s'|\"double\"|\"a\\\"b\\n\"".split(
    "|",
  ),
  ...'"\\u00e9"|"a\\tb"|é ü 😀|@at|`tick`|%x|&anchor v|*alias|!tag v|- dash|-dash|?q|? q|:c|!|{a|a}|[|,x|x,y|#c'.split(
    "|",
  ),
  ...'{}|[]|{a: 1, b: [x, \'y\']}|[a, "b", {c: d}]|{a: {b: {c: 1}}}|[[1, 2], []]|{a:b}|{"a":1}|{a, b}|[a,,b]|{a: }'.split(
    "|",
  ),
  ...'[a, b,]|{a: 1, a: 2}|{a: b c, d: e}|[a b , c]|{__proto__: 1}|{<<: x}|{a: b #c}|{\'k\': "v"}|[a: b]|"a": b|"x" y'.split(
    "|",
  ),
  ...[
    "",
    "",
    "|\n  text\n  more",
    "|\n    deep\n   less",
    ">\n  fold\n  it\n\n  end",
    "|-\n  x\n\n",
    "|+\n  x\n\n",
    ">-\n  a\n   b",
  ],
  ...[
    "|2\n  x",
    "{a: 1,\n  b: 2}",
    "[x,\n y]",
    "{a: [1,\n    2],\n  b: c # d\n  }",
    "'two\n  lines'",
    "plain\n  goes on",
    "| # c\n  x",
  ],
  ...[
    '"a\\\n  b"',
    "{\n  a: 1\n  }",
    "{\n  a: 1\n}",
    "[\n  a,\n\n  b\n  ]",
    "x\ty",
    "<<",
    "=",
    "a  # c",
    "'a'# c",
    "[a]# c",
    "[a] # c",
  ],
] as const;

const keys = [
  ..."a|b|name|long-key|with space|x.y|$ref|__proto__|constructor|toString|'quoted'|\"q2\"|1|1.5|true|null|~|<<|é|a/b|-k|a ".split(
    "|",
  ),
  ..."'it''s'|\"a\\nb\"|k#x|k #x|{x|?k|a:b|*k|&k|!k".split("|"),
] as const;

/**
 * Texts of the kinds that people write, most of them right: mappings, lists, flow collections and blocks of text, nested;
 * every third with a character changed, so that what is nearly right is there too.
 */
export function yamlCorpus(count: number): string[] {
  const below = dice(20_250_414);
  const pick = <T>(items: readonly T[]): T | undefined => items[below(items.length)];
  const indented = (text: string, by: number) => text.replaceAll("\n", `\n${" ".repeat(by)}`);
  const scalar = () => (below(3) === 0 ? (pick(scalars) ?? "") : (pick(scalars.slice(0, 6)) ?? ""));
  const key = () => (below(6) === 0 ? (pick(keys) ?? "") : `${pick(keys.slice(0, 6))}${below(40)}`);
  const comment = () =>
    below(12) === 0 ? `${" ".repeat(below(4))}# note: x\n` : below(20) === 0 ? "\n" : "";
  const block = (depth: number): string => {
    const size = 1 + below(3);
    const isList = below(3) === 0;
    const lines = Array.from({ length: size }, () => {
      const nested = depth < 3 && below(3) === 0;
      if (isList) {
        if (!nested) return `${comment()}- ${indented(scalar(), 2)}`;
        const gap = pick(["- ", "-   ", "-\n  "]) ?? "- ";
        return `${comment()}${gap}${indented(block(depth + 1), gap === "-   " ? 4 : 2)}`;
      }
      if (!nested) return `${comment()}${key()}: ${indented(scalar(), below(4) === 0 ? 0 : 1)}`;
      const inner = block(depth + 1);
      const by = inner.startsWith("- ") && below(2) === 0 ? 0 : 1 + below(4);
      return `${comment()}${key()}:${below(5) === 0 ? " # below" : ""}\n${" ".repeat(by)}${indented(inner, by)}`;
    });
    return lines.join("\n");
  };
  const mutated = (text: string) => {
    const at = below(text.length + 1);
    const letter =
      pick([..." :-#'\"{}[],|>&*!?%\n\t\\~0a", "\n ", "\n\n", ": ", " #", "---\n", "\r\n"]) ?? "";
    return text.slice(0, at) + letter + text.slice(at + below(2));
  };
  return Array.from({ length: count }, (_, index) => {
    const text = `${block(0)}${below(10) === 0 ? "" : "\n"}`;
    const changed = index % 3 === 0 ? mutated(text) : text;
    return below(8) === 0 ? changed.replaceAll("\n", "\r\n") : changed;
  });
}
