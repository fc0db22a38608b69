import { expect, test } from "vitest";
import { type FilterCall, type OwnFilters, PendingFilters } from "../../../src/evals/loose/own-filters.js";
import { renderLoose } from "../../../src/evals/loose-template.js";
import type { Json } from "../../../src/prompts/types.js";

const vars = new Map<string, Json>([
  ["name", "ann"],
  ["list", ["a", "b"]],
]);
const known = new Map([
  ["shout", true],
  ["size", true],
  ["upper", true],
]);

/** Filters whose answers are there already. */
function answering(answers: Readonly<Record<string, Json>> = {}): OwnFilters {
  return {
    known,
    value: ({ name, args }) => {
      const key = `${name} ${JSON.stringify(args)}`;
      const value = answers[key];
      return value === undefined ? undefined : { value };
    },
  };
}

const render = (text: string, filters?: OwnFilters) =>
  renderLoose(text, vars, { file: "p.txt", ...(filters && { filters }) });

function pending(text: string, filters: OwnFilters): readonly FilterCall[] {
  try {
    render(text, filters);
  } catch (error) {
    if (error instanceof PendingFilters) return error.calls;
    throw error;
  }
  return [];
}

test("all that can be told is asked for at once, with arguments by place", () => {
  const text =
    "{{ name | shout }}{% for x in list %}{{ x | shout('!', list) }}{% endfor %}{{ missing | size }}";
  expect(pending(text, answering())).toEqual([
    { name: "shout", args: ["ann"] },
    { name: "shout", args: ["a", "!", ["a", "b"]] },
    { name: "shout", args: ["b", "!", ["a", "b"]] },
    { name: "size", args: [null] },
  ]);
});

test("what a condition waits for is asked for first", () => {
  const text = "{% if (name | size) > 2 %}{{ name | shout }}{% endif %}";
  expect(pending(text, answering())).toEqual([{ name: "size", args: ["ann"] }]);
  const more = answering({ 'size ["ann"]': 3 });
  expect(pending(text, more)).toEqual([{ name: "shout", args: ["ann"] }]);
  expect(render(text, answering({ 'size ["ann"]': 3, 'shout ["ann"]': "ANN!" }))).toBe("ANN!");
});

test("one may take the place of a filter that there is, and only where it is given", () => {
  expect(render("{{ name | upper }}", answering({ 'upper ["ann"]': "mine" }))).toBe("mine");
  expect(render("{{ name | upper }}")).toBe("ANN");
  expect(() => render("{{ name | shout }}")).toThrow("there is no filter `shout`");
});

test("arguments by name are refused, and so are filters that nobody brings", () => {
  expect(() => render("{{ name | shout(mark='!') }}", answering())).toThrow("by place, not by name");
  expect(() => render("{{ name | shuot }}", answering())).toThrow("there is no filter `shuot`");
});

test("a text is a list of its characters to filters of lists, as in Nunjucks", () => {
  expect(render("{{ 'cab' | sort | join('-') }} {{ 'abc' | batch(2) | dump }}")).toBe(
    'a-b-c [["a","b"],["c"]]',
  );
});
