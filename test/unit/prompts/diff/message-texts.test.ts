import { expect, test } from "vitest";
import { messageTexts } from "../../../../src/prompts/diff/message-texts.js";
import { flattenPrompt } from "../../../../src/prompts/flatten.js";
import { promptFrom } from "../../../support/prompt-from.js";

const texts = async (text: string, files?: Record<string, string>) =>
  messageTexts(await promptFrom(text, files)).map(({ role, text: content }) => [role, content]);

test("a template without role lines is one message of the user", async () => {
  expect(await texts("\nHello {{ name }}\n")).toEqual([["user", "Hello {{ name }}"]]);
});

test("role lines part messages, in conditions and loops too; parts without text are left out", async () => {
  const text = `system:
Be brief.

user:

{% for e in examples %}
user:
{{ e.inputs.q }}
assistant:
{{ e.output }}
{% endfor %}
user:
{{ q }}
`;
  expect(await texts(text)).toEqual([
    ["system", "Be brief."],
    ["user", "{% for e in examples %}"],
    ["user", "{{ e.inputs.q }}"],
    ["assistant", "{{ e.output }}\n{% endfor %}"],
    ["user", "{{ q }}"],
  ]);
});

test("included files stand where they are included, those in them too, and their role lines count", async () => {
  const files = {
    "prompts/test/a.md": 'Tone: kind.{% include "b.md" %}',
    "prompts/test/b.md": "\nassistant:\nYes.\n{# why #}",
    "prompts/test/empty.md": "",
  };
  expect(await texts('system:\n{% include "a.md" %}{% include "empty.md" %}End.\n', files)).toEqual([
    ["system", "Tone: kind."],
    ["assistant", "Yes.\nEnd."],
  ]);
});

test("a prompt and its frozen copy, in which includes are written out, have the same texts", async () => {
  const text = 'system:\nBe brief.\n{% include "tone.md" %}\n{% if q %}\nuser:\n{{ q }}\n{% endif %}';
  const files = { "prompts/test/tone.md": "Be kind.\nAlways.\n" };
  const frozen = flattenPrompt(await promptFrom(text, files));
  expect(await texts(frozen)).toEqual(await texts(text, files));
});

test("comments and line ends make no difference; raw blocks keep their text", async () => {
  expect(await texts("user:\r\none{# note #}\r\n{% raw %}{{ x }}{% endraw %}\r\n")).toEqual([
    ["user", "one\n{% raw %}{{ x }}{% endraw %}"],
  ]);
});

test("the literal text leaves tags out and keeps every branch", async () => {
  const [message] = messageTexts(await promptFrom("A{% if a %}B{% elif b %}C{{ c }}{% else %}D{% endif %}E"));
  expect(message?.literal).toBe("ABCDE");
});
