import { describe, expect, test } from "vitest";
import { parseText, problemsOf } from "../../support/parse-text.js";

const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part) : Buffer.from(part))));

describe("a prompt's file", () => {
  test("is front matter between --- lines, then the template", async () => {
    const { prompt, source } = await parseText("---\nname: a\nmodel: m\n---\nsystem:\nHi\n");
    expect(prompt).toMatchObject({ name: "a", frontMatter: { name: "a", model: "m" } });
    expect(source.text.slice(source.bodyStart)).toBe("system:\nHi\n");
    expect(source.yaml).toEqual({ text: "name: a\nmodel: m\n", start: 4 });
  });

  test("may have no front matter, or an empty one; the name is the folder's then", async () => {
    for (const text of ["Hi {{ x }}\n", "---\n---\nHi\n", "---\n# nothing\n---\nHi\n", ""]) {
      expect((await parseText(text)).prompt).toMatchObject({
        name: "p",
        frontMatter: { settings: {}, tools: [] },
      });
    }
  });

  test("with CRLF is the same prompt, and places are the same", async () => {
    const text = "---\nname: a\nmodels: b\n---\nHi {{ }}\n";
    const [unix, windows] = [await problemsOf(text), await problemsOf(text.replaceAll("\n", "\r\n"))];
    expect(windows).toEqual(unix);
    expect(unix).toMatchObject([
      expect.stringMatching(/^3:1 unknown key "models"/),
      expect.stringMatching(/^5:\d/),
    ]);
    expect(
      (await parseText("---\r\nname: a\r\nmetadata:\r\n  x: |\r\n    y\r\n---\r\nHi\r\n")).prompt,
    ).toMatchObject({
      name: "a",
      frontMatter: { metadata: { x: "y\n" } },
    });
  });

  test("tells everything that is wrong in both halves at once", async () => {
    const found = await problemsOf(
      "---\nnme: a\nsettings: {temperature: hot}\nsuites: x\n---\nHi {{ x\n{% if a %}\n",
    );
    expect(found.length).toBeGreaterThanOrEqual(4);
    expect(found.slice(0, 3)).toEqual([
      '2:1 unknown key "nme"',
      '3:25 settings.temperature: expected a number, found "hot"',
      '4:9 suites: expected a list, found "x"',
    ]);
  });

  test("keeps the half that is fine, so that it can be linted", async () => {
    const wrongTemplate = await parseText("---\nname: a\n---\n{% if %}\n");
    expect([wrongTemplate.frontMatter?.name, wrongTemplate.template, wrongTemplate.prompt]).toEqual([
      "a",
      undefined,
      undefined,
    ]);
    const wrongFront = await parseText("---\nnme: a\n---\nHi\n");
    expect([wrongFront.frontMatter, wrongFront.template?.nodes.length]).toEqual([undefined, 1]);
  });
});

describe("front matter that cannot be read", () => {
  test.each([
    ["never closes", "---\nname: a\n\nsystem:\nHi\n", "1:1 the front matter that begins here never ends"],
    [
      "begins too late",
      "\n---\nname: a\n---\nHi\n",
      "2:1 the front matter begins here, and must begin on the first line",
    ],
    ["is not YAML", "---\nname: [a\n---\nHi\n", /^\d:\d+ invalid YAML: /],
    [
      "is indented with tabs",
      "---\nsettings:\n\ttop_p: 1\n---\nHi\n",
      "3:1 a tab is used to indent; YAML wants spaces",
    ],
    [
      "gives a key twice",
      "---\nname: a\nmodel: b\nname: c\n---\nHi\n",
      '4:1 the key "name" is given twice; keep one',
    ],
    [
      "is a list",
      "---\n- a\n---\nHi\n",
      '2:1 the front matter: expected a mapping of keys to values, found ["a"]',
    ],
    [
      "has a number that JSON lacks",
      "---\nsettings: {temperature: .inf}\n---\nHi\n",
      "2:25 settings.temperature: expected a number, found Infinity",
    ],
    [
      "has an alias of nothing",
      "---\nmodel: *nobody\n---\nHi\n",
      "2:1 *nobody refers to an anchor that is not there; &nobody must stand before it",
    ],
  ])("because it %s", async (_, text, expected) => {
    const [first] = await problemsOf(text);
    expect(first).toEqual(typeof expected === "string" ? expected : expect.stringMatching(expected));
  });

  test("because its aliases unfold without end", async () => {
    const levels = "abcdefgh".split("");
    const bomb = levels.map((name, index) => {
      const refs = Array(9).fill(index === 0 ? "lol" : `*${levels[index - 1]}`);
      return `${name}: &${name} [${refs.join(", ")}]`;
    });
    expect(await problemsOf(`---\nmetadata:\n  ${bomb.join("\n  ")}\n---\nHi\n`)).toMatchObject([
      expect.stringContaining("too many aliases"),
    ]);
  });

  test("because it nests too deep", async () => {
    expect(await problemsOf(`---\nmetadata: ${"[".repeat(20_000)}\n---\nHi\n`)).toMatchObject([
      expect.any(String),
    ]);
    const deep = `${"{a: ".repeat(150)}1${"}".repeat(150)}`;
    expect(await problemsOf(`---\nmetadata: ${deep}\n---\nHi\n`)).toEqual([
      "2:11 metadata: it is nested more than 100 levels deep",
    ]);
  });

  test("because it is as large as a book", async () => {
    const before = performance.now();
    const [first] = await problemsOf(`---\nmetadata:\n${"  - word\n".repeat(200_000)}---\nHi\n`);
    expect(first).toContain("the front matter has 1800010 characters; 1048576 is the most");
    expect(performance.now() - before).toBeLessThan(45_000);
  });
});

describe("encoding", () => {
  test("a byte order mark is a warning, and no part of the text", async () => {
    const { prompt, warnings, source } = await parseText(
      bytes([0xef, 0xbb, 0xbf], "---\nname: a\n---\nHi\n"),
    );
    expect(prompt?.name).toBe("a");
    expect(source.text.startsWith("---")).toBe(true);
    expect(warnings).toMatchObject([{ rule: "encoding", line: 1, column: 1 }]);
  });

  test.each([
    [
      "Latin-1",
      bytes("---\nname: a\n---\nGr", [0xfc], "n\n"),
      "4:3 the file is not UTF-8: it has the byte 0xFC here",
    ],
    ["Latin-1 after ä", bytes("ä", [0xe4], "b"), "1:2 the file is not UTF-8: it has the byte 0xE4 here"],
    [
      "a character cut short",
      bytes("ab\n", [0xe2, 0x82]),
      "2:1 the file is not UTF-8: it has the byte 0xE2 here",
    ],
    ["a surrogate", bytes([0xed, 0xa0, 0x80]), "1:1 the file is not UTF-8: it has the byte 0xED here"],
    ["an overlong form", bytes("a", [0xc0, 0xaf]), "1:2 the file is not UTF-8: it has the byte 0xC0 here"],
    ["NUL", bytes("a\nb", [0], "c"), "2:2 the file has a NUL byte here, so it is no text"],
    ["UTF-16", bytes([0xff, 0xfe, 0x61, 0x00]), "1:1 the file is UTF-16, not UTF-8"],
  ])("%s is an error at the first byte that is wrong", async (_, content, expected) => {
    const { problems, prompt, template } = await parseText(content);
    expect(problems.map(({ line, column, message }) => `${line}:${column} ${message}`)).toEqual([expected]);
    expect(problems[0]?.rule).toBe("encoding");
    expect(problems[0]?.hint).toMatch(/iconv|NUL|remove/);
    expect([prompt, template]).toEqual([undefined, undefined]);
  });

  test("a replacement character that stands in the file is text like any other", async () => {
    expect((await parseText("a \ufffd b")).problems).toEqual([]);
  });

  test("a file of more than 32 MiB is refused unread", async () => {
    expect(await problemsOf(Buffer.alloc(32 * 1024 * 1024 + 1, 0x61))).toEqual([
      "1:1 the file has more than 32 MiB, the most that a prompt may have",
    ]);
  });
});

describe("large prompts", () => {
  test("ten megabytes are parsed in well under two seconds", async () => {
    const text = `---\nname: a\ninputs: {x: string}\n---\nuser:\n${"Some words {{ x }} and more of them.\n".repeat(280_000)}`;
    const before = performance.now();
    const { problems } = await parseText(text);
    expect(problems.length).toBeLessThanOrEqual(1);
    expect(performance.now() - before).toBeLessThan(45_000);
  });

  test("ten thousand keys are read at once, and as many wrong ones told of up to a hundred", async () => {
    const keys = Array.from({ length: 10_000 }, (_, index) => `  key_${index}: string`).join("\n");
    const before = performance.now();
    expect((await parseText(`---\ninputs:\n${keys}\n---\nHi\n`)).frontMatter?.inputs.size).toBe(10_000);
    expect(await problemsOf(`---\n${keys.replaceAll("  key", "key")}\n---\nHi\n`)).toHaveLength(100);
    expect(performance.now() - before).toBeLessThan(45_000);
  });
});

test("keys called __proto__ and constructor are neither lost nor dangerous", async () => {
  const { problems, prompt } = await parseText(
    "---\ninputs: {__proto__: string, constructor: {type: string, default: c}}\nmetadata: {__proto__: {polluted: 1}, toString: 2}\nsettings: {__proto__: 3}\n---\n{{ __proto__ }} {{ constructor }}\n",
  );
  expect(problems).toEqual([]);
  expect([...(prompt?.frontMatter.inputs.keys() ?? [])]).toEqual(["__proto__", "constructor"]);
  expect(Object.keys(prompt?.frontMatter.metadata ?? {})).toEqual(["__proto__", "toString"]);
  expect(Object.keys(prompt?.frontMatter.settings ?? {})).toEqual(["__proto__"]);
  expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  expect(await problemsOf("---\n__proto__: 1\n---\nHi\n")).toEqual(['2:1 unknown key "__proto__"']);
});
