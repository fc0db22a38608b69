// Answers a question about mlx from its own README and guides: finds passages, renders the prompt that an alias points at,
// and asks a model of any server that speaks OpenAI's protocol. Without a server it shows what it would send.
//
//   node ask.mjs "How do I share a data set?"
//   OPENAI_BASE_URL=http://localhost:11434/v1 OPENAI_MODEL=llama3.1:8b node ask.mjs "…"

import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { loadPrompt } from "mlx-cli";
import { findPassages, readGuides } from "./passages.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    prompt: { type: "string", default: "answer@stable" },
    guides: { type: "string", default: fileURLToPath(new URL("../..", import.meta.url)) },
    passages: { type: "string", default: "4" },
    json: { type: "boolean", default: false },
  },
});
const question = positionals.join(" ");
if (question === "") {
  process.stderr.write('usage: node ask.mjs [--prompt answer@stable] "QUESTION"\n');
  process.exit(2);
}

const prompt = await loadPrompt(values.prompt);
const passages = findPassages(readGuides(values.guides), question, Number(values.passages));
const request = prompt.render({ question, passages });
const { OPENAI_BASE_URL: server, OPENAI_API_KEY: key, OPENAI_MODEL: model = request.model } = process.env;

if (server === undefined) {
  if (values.json)
    process.stdout.write(`${JSON.stringify({ version: prompt.version, ...request }, null, 2)}\n`);
  else showRequest();
} else process.stdout.write(`${await ask()}\n`);

function showRequest() {
  const { version, digest } = prompt;
  process.stdout.write(
    `${prompt.name} ${version ?? "(working copy)"}, sha256 ${digest.slice(0, 12)}, for ${request.model}\n`,
  );
  process.stdout.write(`passages: ${passages.map(({ source }) => source).join(", ")}\n`);
  for (const { role, content } of request.messages.slice(-1))
    process.stdout.write(`\n${role}:\n${content}\n`);
}

async function ask() {
  const { reasoning_effort, max_output_tokens } = request.settings;
  const response = await fetch(`${server.replace(/\/$/, "")}/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json", ...(key && { authorization: `Bearer ${key}` }) },
    body: JSON.stringify({
      model,
      messages: request.messages,
      reasoning_effort,
      max_completion_tokens: max_output_tokens,
    }),
  });
  if (!response.ok) throw new Error(`${server} answered ${response.status}: ${await response.text()}`);
  const { choices } = await response.json();
  return choices[0].message.content;
}
