import { describe, expect, test } from "vitest";
import { parse, problems, refusal, text } from "./render-text.js";

const mebi = 1024 * 1024;

/** Milliseconds that parsing takes: well under 1000 on an idle machine, and minutes if anything were not linear. */
function parseTime(template: string): number {
  const start = performance.now();
  parse(template);
  return performance.now() - start;
}

describe("parsing is linear", () => {
  test.each([
    ["10 MB of text", "The quick brown fox { jumps } over.\n".repeat(290_000)],
    ["10 MB with 100,000 tags", `${"x".repeat(80)}{{ user.name | upper }}\n`.repeat(100_000)],
    ["100,000 blocks", "{% if a %}x{% elif b and c %}y{% else %}z{% endif %}".repeat(25_000)],
    ["100,000 role lines", "user:\nhello\n".repeat(100_000)],
    ["1 MB of {", "{".repeat(mebi)],
    ["1 MB of {{", "{{".repeat(mebi / 2)],
    ["1 MB of {{ with spaces", "{{ ".repeat(mebi / 3)],
    ["1 MB of {%", "{%".repeat(mebi / 2)],
    ["1 MB of {#", "{#".repeat(mebi / 2)],
    ["1 MB of }", "}".repeat(mebi)],
    ["1 MB of (((( in a tag", `{{ ${"(".repeat(mebi)}`],
    ["1 MB of (((( outside of tags", "(".repeat(mebi)],
    ["1 MB of 1+1+", `{{ ${"1+".repeat(mebi / 2)}1 }}`],
    ["1 MB of quotes", `{{ "a' }}`.repeat(mebi / 9)],
    ["1 MB of escaped quotes", `{{ '${"\\'".repeat(mebi / 2)}`],
    ["1 MB of tags of escaped quotes", "{{ \\' }}".repeat(mebi / 8)],
    ["1 MB of spaces in a tag", `{{${" ".repeat(mebi)}`],
    ["1 MB of spaces behind user:", `user:${" ".repeat(mebi)}x`],
    ["1 MB of lines user: x", "user: x\n".repeat(mebi / 8)],
    ["1 MB of {% raw", "{% raw %}{%".repeat(mebi / 11)],
    ["1 MB of {%  endraw", `{% raw %}${"{%  endraw ".repeat(mebi / 11)}`],
    ["1 MB of a tag's white space", "{{- a -}}   \n ".repeat(mebi / 14)],
    ["1 MB of digits", `{{ ${"1".repeat(mebi)} }}`],
    ["1 MB of a name", `{{ ${"a".repeat(mebi)} }}`],
    ["1 MB of brackets behind a name", `{{ a${"[0]".repeat(mebi / 3)} }}`],
    ["a list of 200,000", `{{ [${"1,".repeat(200_000)}] | length }}`],
    ["1 MB of ifs", "{% if a %}".repeat(mebi / 10)],
    ["1 MB of endifs", "{% endif %}".repeat(mebi / 11)],
  ])("%s", (_, template) => {
    expect(parseTime(template)).toBeLessThan(45_000);
  });

  test("and what is fine is found to be so", () => {
    const many = `${"x".repeat(80)}{{ user.name | upper }}\n`.repeat(1000);
    expect(parse(many).problems).toEqual([]);
    expect(problems(`{{ [${"1,".repeat(200_000)}] | length }}`)).toEqual([]);
  });
});

describe("nesting is limited before the stack is", () => {
  const blocks = (depth: number) => `${"{% if 1 %}".repeat(depth)}x${"{% endif %}".repeat(depth)}`;
  const loops = (depth: number) => `${"{% for a in [1] %}".repeat(depth)}x${"{% endfor %}".repeat(depth)}`;

  test("of blocks", () => {
    expect(text(blocks(100))).toBe("x");
    expect(text(loops(100))).toBe("x");
    expect(problems(blocks(101))).toEqual(["1:1001 blocks nest more than 100 deep"]);
    expect(problems(blocks(100_000))).toEqual(["1:1001 blocks nest more than 100 deep"]);
  });

  test.each([
    ["parentheses", (depth: number) => `${"(".repeat(depth)}1${")".repeat(depth)}`],
    ["lists", (depth: number) => `${"[".repeat(depth)}1${"]".repeat(depth)}`],
    ["not", (depth: number) => `${"not ".repeat(depth)}1`],
    ["signs", (depth: number) => `${"- ".repeat(depth)}1`],
    ["sums", (depth: number) => `1${" + 1".repeat(depth)}`],
    ["filters", (depth: number) => `1${" | abs".repeat(depth)}`],
    ["members", (depth: number) => `a${".b".repeat(depth)}`],
    ["conditionals", (depth: number) => `${"1 if 1 else ".repeat(depth)}1`],
    ["comparisons", (depth: number) => `1${" < 2".repeat(depth)}`],
    ["arguments", (depth: number) => `${"1 | default(".repeat(depth)}1${")".repeat(depth)}`],
    ["mappings", (depth: number) => `${'{"a": '.repeat(depth)}1${" }".repeat(depth)}`],
  ])("of %s", (_, nested) => {
    expect(problems(`{{ ${nested(90)} }}`)).toEqual([]);
    for (const depth of [102, 1000, 100_000]) {
      const [problem, ...more] = problems(`{{ ${nested(depth)} }}`);
      expect(problem).toMatch(/nests? more than 100 deep/);
      expect(more).toEqual([]);
    }
  });

  test("of blocks and expressions together", () => {
    const deep = `${"(".repeat(95)}1${" + 1)".repeat(95)}`;
    expect(text(`${"{% for a in [1] %}".repeat(100)}{{ ${deep} }}${"{% endfor %}".repeat(100)}`)).toBe("96");
  });

  test("of values that are written out", () => {
    const value = (depth: number) => JSON.parse(`${"[".repeat(depth)}${"]".repeat(depth)}`);
    expect(text("{{ v }}", { v: value(100) })).toBe("[".repeat(100) + "]".repeat(100));
    expect(refusal("{{ v }}", { v: value(5000) }).message).toBe("1:4 the value nests more than 200 deep");
    expect(refusal("{{ v == v2 }}", { v: value(5000), v2: value(5000) }).message).toContain(
      "more than 200 deep",
    );
    expect(refusal("{{ v | tojson }}", { v: value(5000) }).message).toContain("more than 200 deep");
  });
});

describe("rendering is limited", () => {
  test("in steps", () => {
    const numbers = Array.from({ length: 2000 }, (_, index) => index);
    const template = "{% for a in n %}{% for b in n %}{% if a == b %}x{% endif %}{% endfor %}{% endfor %}";
    const { message, hint } = refusal(template, { n: numbers });
    expect(message).toMatch(/^1:\d+ rendering takes more than 1,000,000 steps$/);
    expect(hint).toContain("loop over less");
  });

  test("in what is written", () => {
    const long = "x".repeat(mebi);
    const { message } = refusal("{% for a in n %}{{ long }}{% endfor %}", {
      n: Array.from("x".repeat(20)),
      long,
    });
    expect(message).toMatch(/^1:17 the messages grow longer than 16 MB$/);
    expect(
      text("{% for a in n %}{{ long }}{% endfor %}", { n: Array.from("x".repeat(15)), long }),
    ).toHaveLength(15 * mebi);
  });

  test.each([
    ["{{ 'x' * 100000000 }}", "a text grows longer than 16 MB"],
    [`{% set x = "x" * 1000 %}${"{% set x = x ~ x %}".repeat(40)}`, "a text grows longer than 16 MB"],
    [`{% set x = "x" * 1000 %}${"{% set x = x + x %}".repeat(40)}`, "a text grows longer than 16 MB"],
    [`{% set x = [1] %}${"{% set x = x + x %}".repeat(40)}`, "rendering takes more than"],
    [
      `{% set x = [1] %}${"{% set x = [x, x] %}".repeat(40)}{{ x }}`,
      "the value is too long to be written as JSON",
    ],
    [`{% set x = [1] %}${"{% set x = [x, x] %}".repeat(40)}{{ x == x }}`, "rendering takes more than"],
    ["{% set x = 'a' * 100000 %}{{ x | replace('a', x) }}", "a text grows longer than 16 MB"],
    ["{% set x = 'a' * 100000 %}{{ x | list | join(x) }}", "a text grows longer than 16 MB"],
    ["{{ 'a' | indent(100000000) }}", "a text grows longer than 16 MB"],
    ["{{ ('\\n' * 100000) | indent(10000, blank=true) }}", "a text grows longer than 16 MB"],
    ["{{ [1] | slice(100000000) | length }}", "rendering takes more than"],
    ["{{ [1] | batch(100000000, 0) | length }}", "rendering takes more than"],
  ])("in what is made: %j", (template, message) => {
    const start = performance.now();
    expect(refusal(template).message).toContain(message);
    expect(performance.now() - start).toBeLessThan(45_000);
  });
});
