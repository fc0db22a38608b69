import type { Files } from "./repo.js";

const front = (name: string, more = "") =>
  `---\nname: ${name}\nmodel: gpt-5.4-2026-03-05\nsettings: {temperature: 0, max_output_tokens: 300}\ninputs:\n  question: {type: string, trusted: false}\n${more}---\n`;
const ask = "user:\n<question>{{ question }}</question>\n";
const secret = `ghp_${"0123456789abcdefghij".repeat(2).slice(0, 36)}`;
const hidden = "hid\u200bden";

/** Bodies of prompts that have something wrong, or something that only looks wrong; by the number of the prompt. */
const kinds: readonly ((name: string) => string)[] = [
  (name) => front(name) + ask,
  (name) => `${front(name)}{% include "tone.md" %}\n${ask}`,
  (name) => `${front(name)}{% include "contact.md" %}\n${ask}`,
  (name) => `${front(name)}{% include "key.md" %}\n${ask}`,
  (name) => `${front(name)}{% include "nowhere.md" %}\n${ask}`,
  (name) => `${front(name)}{% include "broken.md" %}\n${ask}`,
  (name) => `${front(name)}${ask}The key is ${secret}.\n`,
  (name) =>
    `${front(name)}${ask}{# mlx-lint-disable-next-line secret: it is made up #}\nThe key is ${secret}.\n`,
  (name) => `${front(name)}${ask}{# mlx-lint-disable-next-line secret: it is none #}\nThe key is T3BlbkFJ.\n`,
  (name) => `${front(name)}${ask}Two ${hidden} words, {{ nobody }}, and $${"{API_KEY}"}.\n`,
  (name) =>
    `${front(name)}${ask}{# mlx-lint-disable-line hidden-unicode: on purpose #}Two ${hidden} words.\n`,
  (name) =>
    `${front(name)}${ask}{# mlx-lint-disable-line no-such-rule: why #}{# mlx-lint-disable secret #}\n`,
  (name) => `${front(name, "colour: blue\n")}${ask}`,
  (name) =>
    `${front(name, "lint: {rules: {secret: off, undeclared-variable: warning}}\n")}${ask}{{ nobody }} ${secret}\n`,
  (name) => `${front(name)}${ask}{% if question %}\n`,
  (name) => `${front(name)}system:\n{{ question }}\n`,
  () => front("prompt-000") + ask,
  (name) => front(name, "lint: {maxTokens: 3}\n") + ask,
  (name) => `\ufeff${front(name)}${ask}`,
  (name) => `${front(name)}${ask}${`${hidden} `.repeat(60)}\n`,
  () => `---\nname: [\n---\n${ask}`,
];

/** More prompts than one thread lints by itself, of every kind, with what they include. */
export function manyPrompts(count = 240): Files {
  const files: Record<string, string> = {
    "prompts/_partials/tone.md": "Be brief and kind.\n",
    "prompts/_partials/contact.md":
      "Write to anna.meier@meier-hausbau.de. {# mlx-lint-disable-line personal-data: she agreed #}\nOr to otto.meier@meier-hausbau.de.\n",
    "prompts/_partials/key.md": `Never say ${secret}.\n`,
    "prompts/_partials/broken.md": "{% if question %}\n",
    "prompts/_partials/astray.md": front("astray") + ask,
    "prompts/PROMPT-003/prompt.md": front("PROMPT-003") + ask,
  };
  for (let number = 0; number < count; number++) {
    const name = `prompt-${String(number).padStart(3, "0")}`;
    files[`prompts/${name}/prompt.md`] = kinds[number % kinds.length]?.(name) ?? "";
  }
  return files;
}
