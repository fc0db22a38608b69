import { describe, expect, test } from "vitest";
import { flattenPrompt } from "../../../src/prompts/flatten.js";
import { renderPrompt } from "../../../src/prompts/render-prompt.js";
import type { Prompt } from "../../../src/prompts/types.js";
import { promptFrom } from "../../support/prompt-from.js";

type Files = Readonly<Record<string, string>>;

const beside = (files: Files): Files =>
  Object.fromEntries(Object.entries(files).map(([name, text]) => [`prompts/test/${name}`, text]));

const render = (prompt: Prompt) => renderPrompt(prompt, new Map([["x", "X"]])).messages;

/** The frozen text, once it has been seen to render the same. */
async function flattened(text: string, files: Files = {}): Promise<string> {
  const prompt = await promptFrom(text, beside(files));
  const flat = flattenPrompt(prompt);
  const again = await promptFrom(flat);
  expect([text, flat, render(again)]).toEqual([text, flat, render(prompt)]);
  expect(flattenPrompt(again)).toBe(flat);
  return flat;
}

describe("a frozen text", () => {
  test("is the file itself where nothing is included", async () => {
    const text = "---\nname: a # kept\n---\nsystem:\nHi {{ x }}\n";
    expect(await flattened(text)).toBe(text);
  });

  test("has LF line ends and no byte order mark", async () => {
    expect(await flattened("\ufeff---\r\nname: a\r\n---\r\nHi\r\n")).toBe("---\nname: a\n---\nHi\n");
  });

  test("holds what is included, includes of includes and blocks too", async () => {
    const flat = await flattened(
      'system:\n{% if x %}{% include "a.md" %}{% endif %} End\n\nuser:\n{{ x }}\n',
      {
        "a.md": 'A {% include "b.md" %}!\n',
        "b.md": "B {{ x }}\r\n",
      },
    );
    expect(flat).toBe("system:\n{% if x %}A B {{ x }}!{% endif %} End\n\nuser:\n{{ x }}\n");
  });

  test("holds partials and what short names stand for", async () => {
    const prompt = await promptFrom(
      '---\nincludes: {t: tone.md}\n---\n{% include "t" %} {% include "p.md" %}',
      {
        "prompts/test/tone.md": "Be kind.",
        "prompts/_partials/p.md": "{% include 'q.md' %}",
        "prompts/_partials/q.md": "Q",
      },
    );
    expect(flattenPrompt(prompt)).toBe("---\nincludes: {t: tone.md}\n---\nBe kind. Q");
  });
});

describe("the edge of an included file changes nothing", () => {
  const includes: readonly string[] = [
    ...["plain", "", "  spaced  ", "\nlines\n\n", "{{ x }}", "{{- x -}}", "  {%- if x -%} y {%- endif -%}  "],
    ...[
      "user:\nU",
      "user:",
      "a\nuser:",
      "us",
      "er:",
      "er:\nrest",
      "\nuser:\n",
      "a\nus",
      "{",
      "a {",
      "}",
      "# #}",
      "%}",
      "{#- c -#}",
    ],
    ...[
      "{% set x = 'S' %}",
      "{% raw %}{{ user:\nuser:\n}}{% endraw %}",
      "{% for a in [1, 2] -%} {{ a }} {%- endfor %}",
    ],
  ];
  const places: readonly string[] = [
    ...[
      "system:\n{% include 'i' %}\nZ\n",
      "system:\nfoo {% include 'i' %} bar\n",
      "system:\nfoo\n  {%- include 'i' -%}  \nbar\n",
    ],
    ...[
      "system:\nfoo\n{% include 'i' %}er:\nbar",
      "system:\nus{% include 'i' %}\nbar\n",
      "system:\nus{% include 'i' %}er:\nbar",
    ],
    ...[
      "system:\n{% include 'i' %}{% include 'i' %}\n",
      "system:\n{% include 'i' %}{ {{ x }} #}",
      "system:\n{%- include 'i' %} user:\n x",
    ],
    ...[
      "system:\n{% if x -%} {% include 'i' %} {%- endif %}user:\nend",
      "system:\na{% include 'i' -%}\nuser:\nend",
      "{% include 'i' %}",
    ],
  ];
  const cases = places.flatMap((place) => includes.map((text) => [place, text] as const));

  test.each(cases)("%j with %j", async (place, included) => {
    const files = { i: included };
    const readable = await promptFrom(place, beside(files)).then(
      () => true,
      () => false,
    );
    if (readable) await flattened(place, files);
  });

  test("nor that of a file between them", async () => {
    for (const [place, included] of cases) {
      const files = { i: "{% include 'j' %}", j: included };
      const prompt = await promptFrom(place, beside(files)).catch(() => undefined);
      if (prompt) await flattened(place, files);
    }
  });
});
