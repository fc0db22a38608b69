import { expect, test } from "vitest";
import { parse, problems, text } from "./render-text.js";

test("a file that is not there is told at the tag, each time", () => {
  const { problems: found } = parse('a {% include "x.md" %}\n{% include "x.md" %}');
  expect(found).toMatchObject([
    { rule: "include", line: 1, column: 14, message: "there is no x.md", hint: "check the path" },
    { rule: "include", line: 2, column: 12 },
  ]);
});

test("a circle is shown", () => {
  const files = { "a.md": '{% include "b.md" %}', "b.md": 'x\n{% include "a.md" %}' };
  expect(problems('{% include "a.md" %}', files)).toEqual([
    "b.md:2:12 files include one another in a circle: a.md → b.md → a.md",
  ]);
  expect(problems('{% include "p.md" %}', { "p.md": "" })).toEqual([
    "1:12 files include one another in a circle: p.md → p.md",
  ]);
});

test("a file closes its own blocks", () => {
  const files = { "a.md": "{% if x %}", "b.md": "{% endif %}" };
  expect(problems('{% include "a.md" %}x{% include "b.md" %}', files)).toEqual([
    "a.md:1:1 `if` is never closed",
    "b.md:1:1 `endif` ends no `if`",
  ]);
});

test("the problems of a file are told once, however often it is included", () => {
  expect(problems('{% include "a.md" %}{% include "a.md" %}', { "a.md": "{{ }}" })).toHaveLength(1);
});

test("all files that are taken in are listed in the order of first use", () => {
  const files = { "a.md": '{% include "b.md" %}', "b.md": "b", "c.md": "c" };
  const { template } = parse(
    '{% if x %}{% include "c.md" %}{% endif %}{% include "a.md" %}{% include "b.md" %}',
    files,
  );
  expect(template.included.map(({ file }) => file)).toEqual(["c.md", "a.md", "b.md"]);
});

/** 0.md includes 1.md, and so on. */
function chain(length: number): Record<string, string> {
  return Object.fromEntries(
    Array.from({ length }, (_, index) => [
      `${index}.md`,
      index + 1 < length ? `{% include "${index + 1}.md" %}` : "end",
    ]),
  );
}

test("twenty files may include one another, and no more", () => {
  expect(text('{% include "0.md" %}', {}, chain(20))).toBe("end");
  expect(problems('{% include "0.md" %}', chain(21))).toEqual(["19.md:1:12 includes nest more than 20 deep"]);
  expect(problems('{% include "5.md" %}{% include "0.md" %}', chain(21))).toEqual([
    "4.md:1:12 includes nest more than 20 deep",
  ]);
});

test("files that multiply are refused and not taken in", () => {
  const files = Object.fromEntries(
    Array.from({ length: 19 }, (_, index) => [
      `${index}.md`,
      index < 18 ? `{% include "${index + 1}.md" %}`.repeat(10) : "end",
    ]),
  );
  const [first] = problems('{% include "0.md" %}', files);
  expect(first).toContain("the template grows too large with its includes");
});

test("blocks of included files count where they are included", () => {
  const nested = (depth: number, inside: string) =>
    "{% if 1 %}".repeat(depth) + inside + "{% endif %}".repeat(depth);
  const files = { "a.md": nested(60, "x") };
  expect(text(nested(40, '{% include "a.md" %}'), {}, files)).toBe("x");
  expect(problems(nested(41, '{% include "a.md" %}'), files)).toEqual([
    "1:422 blocks nest more than 100 deep with what is included here",
  ]);
});
