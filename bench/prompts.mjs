// Linting prompts: one, a thousand, and what the installed pre-commit hook takes for one that is staged.
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { interleave, run } from "./measure.mjs";

/** A prompt as people write them: inputs, settings, an output schema, an example, two messages. No two are alike. */
function promptText(name, number) {
  return `---
name: ${name}
description: Answers question ${number} of a series about product ${number % 37}.
model: gpt-5.4-2026-03-05
settings:
  temperature: ${(number % 10) / 10}
  max_output_tokens: ${300 + (number % 400)}
inputs:
  question: {type: string, trusted: false, description: What the user asks}
  context:
    type: string
    trusted: true
    description: Passages that were found
output:
  format: json
  schema:
    type: object
    properties:
      answer: {type: string}
      sources: {type: array, items: {type: string}}
    required: [answer, sources]
examples:
  - inputs: {question: "How many of part ${number} are left?", context: "Part ${number}: ${number * 3} left."}
    output: {answer: "There are ${number * 3}.", sources: ["stock"]}
---
system:
You answer questions about product ${number % 37} from the passages that you are given, and from nothing else. If they do not
hold the answer, say so. Reply with one JSON object with the keys answer and sources.
{% for example in examples %}
user:
<question>{{ example.inputs.question }}</question>

assistant:
{{ example.output | tojson }}
{% endfor %}
user:
{% if context %}<context>{{ context }}</context>{% endif %}
<question>{{ question }}</question>
`;
}

function writePrompts(repository, count) {
  for (let number = 0; number < count; number++) {
    const name = `prompt-${String(number).padStart(4, "0")}`;
    mkdirSync(join(repository, "prompts", name), { recursive: true });
    writeFileSync(join(repository, "prompts", name, "prompt.md"), promptText(name, number));
  }
}

/** `mlx prompt lint` of one prompt and of a thousand, against a Node that does nothing. */
export async function lintPrompts(place, { quick }) {
  const [few, many] = [place.repository(), place.repository()];
  writePrompts(few, 1);
  writePrompts(many, 1000);
  const lint = (cwd) => async () =>
    (await run([...place.mlx, "prompt", "lint"], { cwd, env: place.env })).seconds;
  const node = async () => (await run([process.execPath, "-e", "0"], { cwd: few, env: place.env })).seconds;
  const medians = await interleave(quick ? 3 : 15, { node, one: lint(few), thousand: lint(many) });
  const floor = { what: "node -e 0", value: medians.node.seconds };
  return [
    {
      what: "prompt lint, 1 prompt",
      unit: "s",
      mlx: medians.one.seconds,
      floor,
      budget: { kind: "above-floor", limit: 0.08 },
      peers: {},
    },
    {
      what: "prompt lint, 1,000 prompts",
      unit: "s",
      mlx: medians.thousand.seconds,
      floor,
      budget: { kind: "at-most", limit: 0.5 },
      peers: {},
    },
  ];
}

/** The pre-commit hook as `mlx hooks install` writes it, run as git does, with one prompt staged among ten. */
export async function commitHook(place, { quick }) {
  const repository = place.repository();
  const git = (...args) => execFileSync("git", args, { cwd: repository, env: place.env });
  writePrompts(repository, 10);
  execFileSync(place.mlx[0], [place.mlx[1], "hooks", "install"], {
    cwd: repository,
    env: place.env,
    stdio: "ignore",
  });
  git("add", "--all");
  git("commit", "--quiet", "--message", "ten prompts");
  writeFileSync(join(repository, "prompts", "prompt-0003", "prompt.md"), promptText("prompt-0003", 4000));
  git("add", "--all");
  const options = { cwd: repository, env: place.env };
  const medians = await interleave(quick ? 3 : 15, {
    node: async () => (await run([process.execPath, "-e", "0"], options)).seconds,
    hook: async () => (await run([join(repository, ".git", "hooks", "pre-commit")], options)).seconds,
  });
  return [
    {
      what: "pre-commit hook, 1 staged prompt",
      unit: "s",
      mlx: medians.hook.seconds,
      floor: { what: "node -e 0", value: medians.node.seconds },
      budget: { kind: "above-floor", limit: 0.15 },
      peers: {},
    },
  ];
}
