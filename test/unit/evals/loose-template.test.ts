import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { MlxError } from "../../../src/core/errors.js";
import { type LooseTemplateOptions, renderLoose } from "../../../src/evals/loose-template.js";
import type { Json } from "../../../src/prompts/types.js";

const recorded: { vars: Record<string, Json>; cases: { template: string; rendered: string }[] } = JSON.parse(
  readFileSync(new URL("../../fixtures/nunjucks/rendered.json", import.meta.url), "utf8"),
);
const vars = new Map(Object.entries(recorded.vars));

test.each(recorded.cases)("renders as Nunjucks does: $template", ({ template, rendered }) => {
  expect(renderLoose(template, vars, { file: "p.txt" })).toBe(rendered);
});

function failure(text: string, options: LooseTemplateOptions = { file: "p.txt" }): MlxError {
  try {
    renderLoose(text, vars, options);
  } catch (error) {
    if (error instanceof MlxError) return error;
  }
  throw new Error(`${text} was rendered`);
}

describe("what a value holds", () => {
  const hostile = new Map<string, Json>([
    ["text", "{{ secret }} {% for %} {{ env.HOME }}"],
    ["secret", "x"],
  ]);

  test("is never read as a template", () => {
    expect(renderLoose("<{{ text }}>", hostile, { file: "p.txt", env: { HOME: "/home" } })).toBe(
      "<{{ secret }} {% for %} {{ env.HOME }}>",
    );
  });

  test("reaches nothing that is not its own", () => {
    const text =
      "{{ text.constructor }}{{ text.__proto__ }}{{ list.constructor.constructor }}{{ map.hasOwnProperty }}|";
    expect(
      renderLoose(
        text,
        new Map<string, Json>([
          ["text", "a"],
          ["list", []],
          ["map", {}],
        ]),
        { file: "p" },
      ),
    ).toBe("|");
  });

  test("may be called as what JavaScript knows", () => {
    const own = new Map<string, Json>([
      ["constructor", "mine"],
      ["__proto__", "too"],
    ]);
    expect(renderLoose("{{ constructor }} {{ __proto__ }}", own, { file: "p" })).toBe("mine too");
  });
});

describe("the environment", () => {
  test("is what the caller lends, by name alone", () => {
    const env = { CITY: "Oslo" };
    expect(
      renderLoose("{{ env.CITY }}|{{ env['CITY'] }}|{{ env.NONE }}|{{ env }}|", vars, { file: "p", env }),
    ).toBe("Oslo|Oslo|||");
  });

  test("is empty where none is lent, and what JavaScript gives every object is no part of it", () => {
    expect(renderLoose("{{ env.PATH }}{{ env.toString }}|", vars, { file: "p" })).toBe("|");
  });

  test("makes way for a variable of that name", () => {
    expect(
      renderLoose("{{ env.a }}", new Map([["env", { a: "mine" }]]), { file: "p", env: { a: "theirs" } }),
    ).toBe("mine");
  });
});

describe("what mlx does not know", () => {
  test.each([
    ["{{ name | pronounce }}", 1, 11, "there is no filter `pronounce`"],
    ["one\n{{ name.explode() }}", 2, 4, "calls a method"],
    ["{% macro m() %}{% endmacro %}", 1, 4, "`macro` is not supported"],
    ["{% if name %}open", 1, 1, "`if` is never closed"],
    ["a {{ name", 1, 3, "`{{` is not closed"],
    ['{% include "x.txt" %}', 1, 12, "the template cannot include x.txt"],
    ["{{ name is rhyming }}", 1, 12, "there is no test `rhyming`"],
  ])("%j is an error at its place", (text, line, column, message) => {
    const error = failure(text);
    expect([error.code, error.exitCode, error.at]).toEqual([
      "MLX_TEMPLATE",
      2,
      { file: "p.txt", line, column },
    ]);
    expect(error.message).toContain(message);
  });

  test("what was probably meant is said", () => {
    expect(failure("{{ name | uper }}").message).toContain("did you mean `upper`?");
  });

  test("is told where the text stands in its file, if it begins a line there", () => {
    expect(
      failure("x\n{{ name | no }}", { file: "p.txt", at: { file: "p.txt", line: 5, column: 1 } }).at,
    ).toEqual({
      ...{ file: "p.txt", line: 6, column: 11 },
    });
  });

  test("is told at the value that holds the text, and in words where in it", () => {
    const error = failure("x\n{{ name | no }}", {
      file: "s.yaml",
      at: { file: "s.yaml", line: 5, column: 12 },
    });
    expect(error.at).toEqual({ file: "s.yaml", line: 5, column: 12 });
    expect(error.message).toContain("(line 2, column 11 of the template)");
  });

  test("is told every time the template is used", () => {
    expect(failure("{{ name | nope }}").message).toBe(failure("{{ name | nope }}").message);
  });
});

describe("a template that runs wild", () => {
  test.each([
    "{% for a in range(1000) %}{% for b in range(1000) %}{% for c in range(1000) %}.{% endfor %}{% endfor %}{% endfor %}",
    "{{ range(1e9 | int) }}{{ range(1000000000) }}",
    '{{ "abc".repeat(1000000000) }}',
    '{{ "a".padStart(1000000000) }}',
    '{% set x = "aaaaaaaa" %}{% for i in range(40) %}{% set x = x + x %}{% endfor %}{{ x }}',
  ])("ends with an error: %s", (text) => {
    expect(failure(text).code).toBe("MLX_TEMPLATE");
  });
});
