import { expect, test } from "vitest";
import { tokenParts } from "../../../../src/prompts/diff/token-parts.js";
import { promptFrom } from "../../../support/prompt-from.js";

const parts = async (text: string) =>
  (await tokenParts(await promptFrom(text))).map(({ part, text: it }) => [part, it]);

test("the literal text of each role, of all its messages and of every branch", async () => {
  const text =
    "---\ninputs: {a: boolean}\n---\nsystem:\nBe {% if a %}kind{% else %}brief{% endif %}.\nuser:\nOne\nassistant:\nTwo\nuser:\n{{ a }}\nuser:\nThree\n";
  expect(await parts(text)).toEqual([
    ["system", "Be kindbrief."],
    ["user", "One\nThree"],
    ["assistant", "Two"],
  ]);
});

const shots = "examples: [{inputs: {q: 1, w: [a, true]}, output: {x: y}}]\ninputs: {q: integer, w: array}";

test("few-shot examples count where the template uses them", async () => {
  const loop = "{% for e in examples %}{{ e.output }}{% endfor %}{{ q }}{{ w }}Hi";
  expect(await parts(`---\n${shots}\n---\n${loop}`)).toEqual([
    ["user", "Hi"],
    ["examples", "1\na\ntrue\ny"],
  ]);
  expect(await parts(`---\n${shots}\n---\n{{ q }}{{ w }}Hi`)).toEqual([["user", "Hi"]]);
});

test("tools count as the JSON that describes them", async () => {
  expect(await parts("---\ntools: [{name: search, description: Finds}]\n---\nHi")).toEqual([
    ["user", "Hi"],
    ["tools", '[{"name":"search","description":"Finds"}]'],
  ]);
});
