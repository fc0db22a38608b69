import { describe, expect, test } from "vitest";
import { variableUses, walkTemplate } from "../../../../src/prompts/template/walk.js";
import { type Files, parse } from "./render-text.js";

/** Each use as `name`, with `?` where it is guarded. */
function uses(text: string, files: Files = {}): string {
  const { template, problems } = parse(text, files);
  expect(problems).toEqual([]);
  return variableUses(template)
    .map(({ name, guarded }) => `${name}${guarded ? "?" : ""}`)
    .join(" ");
}

describe("a use is guarded where a missing value does no harm", () => {
  test.each([
    ["{{ x }}", "x"],
    ['{{ x | default("") }}', "x?"],
    ['{{ x.y | d("") }}', "x?"],
    ['{{ x | upper | default("") }}', "x"],
    ["{{ x | default(y) }}", "x? y"],
    ["{% if x %}{{ x }}{% endif %}", "x? x?"],
    ["{% if x %}{% else %}{{ x }}{% endif %}", "x? x"],
    ["{% if not x %}{{ x }}{% else %}{{ x }}{% endif %}", "x? x x?"],
    ["{% if x %}{% endif %}{{ x }}", "x? x"],
    ["{% if x is defined %}{{ x }}{% endif %}", "x? x?"],
    ["{% if x is not defined %}{{ x }}{% else %}{{ x }}{% endif %}", "x? x x?"],
    ["{% if x is undefined %}{% elif y %}{{ x }}{{ y }}{% endif %}", "x? y? x? y?"],
    ["{% if x is none %}{{ x }}{% else %}{{ x }}{% endif %}", "x? x x?"],
    ["{% if x is not none %}{{ x }}{% endif %}", "x? x?"],
    ["{% if x is string %}{{ x }}{% endif %}", "x? x?"],
    ["{% if x is even %}{{ x }}{% endif %}", "x x?"],
    ["{% if x and y %}{{ x }}{{ y }}{% endif %}", "x? y? x? y?"],
    ["{% if x or y %}{{ x }}{{ y }}{% endif %}", "x? y? x y"],
    ["{% if x and x.y %}{{ x.y }}{% endif %}", "x? x? x?"],
    ["{% if x.y %}{{ x.z }}{% endif %}", "x x?"],
    ["{% if x and (x | length > 3) %}{% endif %}", "x? x?"],
    ["{% if not x or x | length > 3 %}{% endif %}", "x? x?"],
    ['{% if x == "a" %}{{ x }}{% endif %}', "x? x?"],
    ["{% if x != none %}{{ x }}{% else %}{{ x }}{% endif %}", "x? x? x"],
    ['{% if x in ["a", "b"] %}{{ x }}{% endif %}', "x x?"],
    ['{% if x | default("") %}{{ x }}{% endif %}', "x? x?"],
    ['{% if x | default("y") %}{{ x }}{% endif %}', "x? x"],
    ["{% if x | length %}{{ x }}{% endif %}", "x x"],
    ["{{ x if x else y }}", "x? x? y"],
    ["{{ y if x is not defined else x }}", "y x? x?"],
    ["{% if x %}{% for a in y %}{{ x }}{{ y }}{{ a }}{% endfor %}{% endif %}", "x? y x? y?"],
    ["{% if 1 < x < 3 %}{% endif %}", "x"],
    ["{% if a %}{% elif b %}{{ a }}{{ b }}{% else %}{{ b }}{% endif %}", "a? b? a b? b"],
  ])("%s", (text, expected) => {
    expect(uses(text)).toBe(expected);
  });
});

test("names that the template gives are no uses, in the blocks where they hold", () => {
  expect(uses("{{ a }}{% set a = b %}{{ a }}")).toBe("a b");
  expect(
    uses(
      "{% for i in l %}{{ i }}{{ loop.index }}{% set c = i %}{{ c }}{% else %}{{ i }}{{ c }}{% endfor %}{{ i }}{{ c }}{{ loop }}",
    ),
  ).toBe("l i c i c loop");
  expect(uses("{% if x %}{% set y = 1 %}{% endif %}{{ y }}")).toBe("x?");
  expect(uses("{% set i = 1 %}{% for i in l %}{% endfor %}{{ i }}")).toBe("l");
});

test("uses have their role, their purpose and the file they stand in", () => {
  const text =
    'system:\n{{ a }}{% if b %}{% include "in.md" %}{% endif %}\nuser:\n{% for x in c %}{{ x }}{% endfor %}{% set y = d %}{{ e if f else y }}';
  const { template } = parse(text, { "in.md": "{{ g }}" });
  const found = variableUses(template).map(
    ({ name, role, kind, span }) => `${name} ${role} ${kind} ${span.source.file}:${span.start}`,
  );
  expect(found).toEqual([
    "a system output p.md:11",
    "b system condition p.md:21",
    "g system output in.md:3",
    expect.stringMatching(/^c user list/),
    expect.stringMatching(/^d user value/),
    expect.stringMatching(/^e user output/),
    expect.stringMatching(/^f user condition/),
  ]);
});

test("without role lines all is the user's, and before the first one nobody's", () => {
  expect(variableUses(parse("{{ a }}").template)[0]?.role).toBe("user");
  expect(variableUses(parse("{% if a %}{% endif %}\nsystem:\nx").template)[0]?.role).toBeUndefined();
});

test("every node and expression is visited once, in the order of the text, with what is local", () => {
  const seen: string[] = [];
  const { template } = parse('{# c #}{% for k, v in m | items %}{{ k ~ [v, {"a": -1}][0:1] }}{% endfor %}');
  walkTemplate(template, {
    node: (node, { locals }) => seen.push(`<${node.kind}>${[...locals].join()}`),
    expression: (expression, { locals }) => seen.push(`${expression.kind} ${[...locals].join()}`.trim()),
  });
  expect(seen).toEqual([
    ...[
      "<comment>",
      "<for>",
      "filter",
      "variable",
      "<output>k,v,loop",
      "binary k,v,loop",
      "variable k,v,loop",
    ],
    ...["slice k,v,loop", "list k,v,loop", "variable k,v,loop", "mapping k,v,loop", "literal k,v,loop"],
    ...["unary k,v,loop", "literal k,v,loop", "literal k,v,loop", "literal k,v,loop"],
  ]);
});

test("a walk of 100,000 tags is quick", () => {
  const { template } = parse("{% set a = b %}{{ a }}{{ c }}{% if d %}{{ d }}{% endif %}".repeat(20_000));
  const start = performance.now();
  expect(variableUses(template)).toHaveLength(80_000);
  expect(performance.now() - start).toBeLessThan(45_000);
});
