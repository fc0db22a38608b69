import { describe, expect, test } from "vitest";
import { parse, problems } from "./render-text.js";

describe("what is wrong is told where it is", () => {
  test.each([
    ["{{ x", ["1:1 `{{` is not closed"]],
    ["{{ x }", ["1:1 `{{` is not closed: it ends in `}`"]],
    ["{{ x %}", ["1:1 `{{` is not closed: it ends in `%}`"]],
    ["{% if x }}{% endif %}", ["1:1 `{%` is not closed: it ends in `}}`"]],
    ["{{ x {{ y }}", ["1:1 `{{` is not closed"]],
    ["{# x", ["1:1 `{#` is not closed"]],
    ["{% raw %} {{", ["1:1 `raw` is never closed"]],
    ["{% endraw %}", ["1:1 `endraw` ends no `raw`"]],
    ["{{ 'abc }}", ["1:4 the quote ' is not closed"]],
    ["{{ (1 + 2 }}", ["1:4 `(` is not closed"]],
    ["{{ [1, (2] }}", ["1:8 `(` is not closed"]],
    ["{{ 1) }}", ["1:5 `)` closes nothing"]],
    ["{{ }}", ["1:4 expected a value, but the tag ends"]],
    ["{{ 1 + }}", ["1:8 expected a value, but the tag ends"]],
    ["{{ a b }}", ["1:6 expected the end of the tag, but there is `b`"]],
    ["{{ a. }}", ["1:7 expected the name of a member behind `.`, but the tag ends"]],
    ["{{ a[1:2:3] }}", ["1:9 a slice has no step"]],
    ["{{ # }}", ['1:4 unexpected character "#" in a tag']],
    ["{{ 9007199254740993 }}", ["1:4 9007199254740993 is too large for a number"]],
    ["{{ 1e999 }}", ["1:4 1e999 is too large for a number"]],
    ["{% 5 %}", ["1:4 expected a statement such as `if`, but there is `5`"]],
    ["{% %}", ["1:4 expected a statement such as `if`, but the tag ends"]],
    ["{% if %}{% endif %}", ["1:7 expected a value, but the tag ends"]],
    ["{% if a = b %}{% endif %}", ["1:9 expected the end of the tag, but there is `=`"]],
    ["{% for x of xs %}{% endfor %}", ["1:10 expected `in`, but there is `of`"]],
    ["{% for a, b, c in xs %}{% endfor %}", ["1:12 expected `in`, but there is `,`"]],
    ["{% for x in xs if x %}{% endfor %}", ["1:16 expected the end of the tag, but there is `if`"]],
    ["{% for loop in xs %}{% endfor %}", ["1:8 `loop` cannot be the name of a variable"]],
    ["{% set true = 1 %}", ["1:8 `true` cannot be the name of a variable"]],
    ["{% set a.b = 1 %}", ["1:9 expected `=`, but there is `.`"]],
    [
      "{% set a %}x{% endset %}",
      ["1:10 expected `=`, but the tag ends", "1:16 there is no statement `endset`"],
    ],
    ["{% include x %}", ["1:12 expected a path in quotes, but there is `x`"]],
    ['{% include "a" ignore missing %}', ["1:16 expected the end of the tag, but there is `ignore`"]],
    ["{% endif %}", ["1:1 `endif` ends no `if`"]],
    ["{% else %}", ["1:1 `else` belongs to no `if` and no `for`"]],
    ["{% elif x %}", ["1:1 `elif` belongs to no `if`"]],
    ["{% if a %}{% else %}{% else %}{% endif %}", ["1:21 `else` is the second one of its `if`"]],
    ["{% if a %}{% else %}{% elif b %}{% endif %}", ["1:21 `elif` stands behind the `else` of its `if`"]],
    ["{{ a | uper }}", ["1:8 there is no filter `uper`; did you mean `upper`?"]],
    ["{{ a is defind }}", ["1:9 there is no test `defind`; did you mean `defined`?"]],
    ["{{ a | upper(1) }}", ["1:8 `upper` takes no arguments, and has 1"]],
    ["{{ a | trim('a', 'b') }}", ["1:8 `trim` takes at most 1 argument, and has 2"]],
    ["{{ a | replace('a') }}", ["1:8 `replace` lacks its argument new"]],
    ["{{ a | indent(widht=2) }}", ["1:8 `indent` has no argument widht; did you mean width?"]],
    ["{{ a | indent(2, width=2) }}", ["1:8 the argument width of `indent` is given twice"]],
    ["{{ a | map('uper') }}", ["1:8 there is no filter `uper`; did you mean `upper`?"]],
    ["{{ a | map(x) }}", ["1:8 the name of a filter must be a text in quotes"]],
    ["{{ a | select('evn') }}", ["1:8 there is no test `evn`; did you mean `even`?"]],
    ["{{ a | selectattr('b', 'eq') }}", ["1:8 the test `eq` takes one argument, and has none"]],
    ["{{ a is even(1) }}", ["1:9 the test `even` takes no argument, and has 1"]],
    ["{{ a is defined is even }}", ["1:17 expected one test, but there is `is`"]],
    ["{{ and }}", ["1:4 expected a value, but there is `and`"]],
    ["{{ a && b }}", ["1:6 there is no `&&` in a template"]],
    ["{{ a === b }}", ["1:6 there is no `===` in a template"]],
    ["{{ a ? b : c }}", ["1:6 there is no `?` in a template"]],
    ["{{ a.upper() }}", ["1:4 `a.upper()` calls a method; a template cannot"]],
    ["{{ range(3) }}", ["1:4 `range()` calls a function; a template cannot"]],
  ])("%j", (template, expected) => {
    expect(problems(template)).toEqual(expected);
  });

  test("with what to do about it", () => {
    const hints = (text: string) => parse(text).problems.map(({ hint }) => hint);
    expect(hints("{{ a.b.strip() }}")).toEqual(["write `a.b | trim`"]);
    expect(hints('{{ ", ".join(xs) }}')).toEqual(['write `list | join(", ")`']);
    expect(hints("{{ m.items() }}")).toEqual(["write `m | items`"]);
    expect(hints("{{ upper(x) }}")).toEqual(["`upper` is a filter: write `x | upper`"]);
    expect(hints("{{ a || b }}")).toEqual(["write `or`, or `| default(…)`"]);
    expect(hints("{{ a | nonsense }}")[0]).toMatch(/^filters are: abs, batch, .*wordcount$/);
    expect(hints("{% for x in xs if x %}{% endfor %}")[0]).toContain("selectattr");
    expect(hints("{% if x %}")).toEqual(["end it with `{% endif %}`"]);
  });

  test.each([
    "macro",
    "extends",
    "block",
    "import",
    "from",
    "call",
    "filter",
    "with",
    "do",
    "break",
    "continue",
  ])("`%s` is named as not supported, with what to do", (word) => {
    const [problem, ...more] = parse(`a\n{% ${word} x %}b{% end${word} %}`).problems;
    expect(problem).toMatchObject({
      rule: "template-syntax",
      line: 2,
      column: 4,
      message: `\`${word}\` is not supported in prompts`,
    });
    expect(problem?.hint).toBeTruthy();
    expect(more).toEqual([]);
  });

  test.each([
    ["elseif", "elif"],
    ["fore", "for"],
    ["incldue", "include"],
    ["unless", "if not"],
  ])("the statement %s is met with %s", (word, meant) => {
    expect(problems(`{% ${word} x %}`)).toEqual([
      `1:4 there is no statement \`${word}\`; did you mean \`${meant}\`?`,
    ]);
  });

  test("an unclosed block is told where it opens, also if an outer one closes", () => {
    expect(problems("a\n  {% if x %}\n{% for y in z %}{{ y }}\n{% endif %}\n{% for a in b %}")).toEqual([
      "3:1 `for` is never closed",
      "5:1 `for` is never closed",
    ]);
  });

  test("many at once, in the order of the text, and none made up by another", () => {
    const text =
      "{{ a | uper }}\n{% if b == %}\n{{ c( }}\n{% else %}\n{% if x }\n{% endif %}\n{% endif %}\n{{ 'x }}";
    expect(problems(text)).toEqual([
      "1:8 there is no filter `uper`; did you mean `upper`?",
      "2:12 expected a value, but the tag ends",
      "3:5 `(` is not closed",
      "5:1 `{%` is not closed: it ends in `}`",
      "8:4 the quote ' is not closed",
    ]);
  });

  test("with the place where it ends, by CRLF and LF alike", () => {
    const [problem] = parse("a\r\nb\n{{ x | uper }}").problems;
    expect(problem).toMatchObject({ file: "p.md", line: 3, column: 8, end: { line: 3, column: 12 } });
  });

  test("no more than a hundred", () => {
    expect(parse("{{ ".repeat(1000)).problems).toHaveLength(100);
  });
});

describe("role lines", () => {
  test("text before the first one belongs to nobody", () => {
    expect(problems("\n {# c #}{% set x = 1 %}\n  Hi\nsystem:\na")).toEqual([
      "3:3 this stands before the first role line, so it belongs to no message",
    ]);
    expect(problems("{{ x }}\nsystem:\na")).toEqual([
      "1:1 this stands before the first role line, so it belongs to no message",
    ]);
  });

  test("are told apart from text on the same line, in comments and in raw blocks", () => {
    const kinds = (text: string) => parse(text).template.nodes.map(({ kind }) => kind);
    expect(kinds("system:\nuser: \t\r\nassistant:")).toEqual(["role", "text", "role", "text", "role"]);
    expect(kinds("a system:\nsystem: a\n system:\nSystem:\nsystem :")).toEqual(["text"]);
    expect(kinds("{% raw %}\nuser:\n{% endraw %}{#\nuser:\n#}")).toEqual(["text", "comment"]);
    expect(kinds("{{ a }}user:\nuser:{{ a }}\n")).toEqual(["output", "text", "output", "text"]);
  });

  test("have their place", () => {
    const [, , role] = parse("system:\r\na\r\nuser:  \r\nb").template.nodes;
    expect(role?.span.source.locate(role.span.start)).toEqual({ file: "p.md", line: 3, column: 1 });
    expect(role && role.span.end - role.span.start).toBe("user:  ".length);
  });
});

test("the text of a text node is what stands at its place", () => {
  const { template } = parse("a {{- x -}}  b\n{%- raw -%} {{ c }} {%- endraw -%} \r\nd");
  const texts = template.nodes.filter((node) => node.kind === "text");
  expect(texts.map(({ text }) => text)).toEqual(["a", "b", "{{ c }}", "d"]);
  for (const { text, span } of texts) expect(span.source.text.slice(span.start, span.end)).toBe(text);
});
