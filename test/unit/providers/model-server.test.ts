import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";
import { expect, onTestFinished, test } from "vitest";
import { modelServer } from "../../support/providers.js";

/** Makers' own clients: what they understand is what the makers' servers say. */
async function clients() {
  const server = await modelServer();
  const openai = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: "any", maxRetries: 0 });
  const anthropic = new Anthropic({ baseURL: server.url, apiKey: "any", maxRetries: 0 });
  return { server, openai, anthropic };
}

const tool = {
  type: "function",
  function: { name: "weather", parameters: { type: "object", properties: {} } },
} as const;

test("OpenAI's client reads a chat, whole and streamed, with tools, logprobs and usage", async () => {
  const { openai } = await clients();
  const whole = await openai.chat.completions.create({
    model: "m",
    messages: [{ role: "user", content: "ANSWER: It is blue." }],
    logprobs: true,
  });
  expect(whole.choices[0]?.message.content).toBe("It is blue.");
  expect(whole.choices[0]?.logprobs?.content?.map(({ token }) => token)).toEqual(["It", " is", " blue", "."]);
  expect(whole.usage).toMatchObject({ prompt_tokens: 6, completion_tokens: 4, total_tokens: 10 });
  const stream = openai.chat.completions.stream({
    model: "m",
    messages: [{ role: "user", content: 'CALL: weather {"city": "Bern"}' }],
    tools: [tool],
    stream_options: { include_usage: true },
  });
  const final = await stream.finalChatCompletion();
  const call = final.choices[0]?.message.tool_calls?.[0];
  expect(call).toMatchObject({
    type: "function",
    function: { name: "weather", arguments: '{"city":"Bern"}' },
  });
  expect(final.choices[0]?.finish_reason).toBe("tool_calls");
  expect((await stream.totalUsage()).completion_tokens).toBeGreaterThan(0);
});

test("OpenAI's client reads responses, completions, embeddings and the list of models", async () => {
  const { openai } = await clients();
  const response = await openai.responses.create({ model: "m", input: "ANSWER: yes" });
  expect(response.output_text).toBe("yes");
  const events = [];
  for await (const event of await openai.responses.create({
    model: "m",
    input: "ANSWER: yes",
    stream: true,
  })) {
    events.push(event.type);
  }
  expect(events).toEqual(["response.created", "response.output_text.delta", "response.completed"]);
  const completion = await openai.completions.create({ model: "m", prompt: "ANSWER: yes" });
  expect(completion.choices[0]?.text).toBe("yes");
  const base64 = await openai.embeddings.create({ model: "m", input: ["a b", "a b", "c"] });
  const floats = await openai.embeddings.create({ model: "m", input: ["a b"], encoding_format: "float" });
  expect(base64.data).toHaveLength(3);
  expect(base64.data[0]?.embedding).toEqual(base64.data[1]?.embedding);
  expect(base64.data[0]?.embedding[0]).toBeCloseTo(floats.data[0]?.embedding[0] ?? Number.NaN, 6);
  expect((await openai.models.list()).data.map(({ id }) => id)).toEqual(["local"]);
});

test("OpenAI's client knows the faults for what they are", async () => {
  const { openai } = await clients();
  const ask = (model: string) =>
    openai.chat.completions.create({ model, messages: [{ role: "user", content: "hi there you" }] });
  await expect(ask("m-fault-401")).rejects.toBeInstanceOf(OpenAI.AuthenticationError);
  const limited = await ask("m-fault-429").catch((error: unknown) => error);
  expect(limited).toBeInstanceOf(OpenAI.RateLimitError);
  expect(limited instanceof OpenAI.APIError && limited.headers?.get("retry-after")).toBe("1");
  await expect(ask("m-fault-500")).rejects.toBeInstanceOf(OpenAI.InternalServerError);
  await expect(ask("m-fault-reset")).rejects.toBeInstanceOf(OpenAI.APIConnectionError);
  // Once and then no more.
  await expect(ask("m-fault-500-once")).rejects.toBeInstanceOf(OpenAI.InternalServerError);
  expect((await ask("m-fault-500-once")).choices).toHaveLength(1);
});

test("Anthropic's client reads messages, whole and streamed, with tools and usage", async () => {
  const { anthropic } = await clients();
  const ask = { model: "m", max_tokens: 100 };
  const whole = await anthropic.messages.create({
    ...ask,
    messages: [{ role: "user", content: "ANSWER: yes" }],
  });
  expect(whole.content).toMatchObject([{ type: "text", text: "yes" }]);
  expect(whole.usage).toMatchObject({ input_tokens: 3, output_tokens: 1 });
  const stream = anthropic.messages.stream({
    ...ask,
    messages: [{ role: "user", content: 'CALL: weather {"city": "Bern"}' }],
    tools: [{ name: "weather", input_schema: { type: "object" } }],
  });
  const final = await stream.finalMessage();
  expect(final.content).toMatchObject([{ type: "tool_use", name: "weather", input: { city: "Bern" } }]);
  expect(final.stop_reason).toBe("tool_use");
  const overloaded = await anthropic.messages
    .create({ ...ask, model: "m-fault-529", messages: [{ role: "user", content: "hi" }] })
    .catch((error: unknown) => error);
  expect(overloaded).toBeInstanceOf(Anthropic.APIError);
});

test("rules answer by the user's message, and requests are remembered", async () => {
  const server = await modelServer({
    rules: [
      { when: /capital of (\w+)/, say: ({ user }) => `the capital of ${user.split(" ").at(-1)}` },
      { when: "weather", model: "judge", say: { text: '{"pass": true}', delayMs: 1 } },
    ],
  });
  const openai = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: "any", maxRetries: 0 });
  const ask = async (model: string, content: string) => {
    const answer = await openai.chat.completions.create({ model, messages: [{ role: "user", content }] });
    return answer.choices[0]?.message.content;
  };
  expect(await ask("m", "what is the capital of Peru")).toBe("the capital of Peru");
  expect(await ask("judge", "the weather")).toBe('{"pass": true}');
  expect(await ask("m", "the weather")).toBe("the weather");
  expect(server.counts).toEqual(
    new Map([
      ["m", 2],
      ["judge", 1],
    ]),
  );
  expect(server.requests.map(({ path }) => path)).toEqual(new Array(3).fill("/v1/chat/completions"));
});

test("it can be started by itself", async () => {
  const script = fileURLToPath(new URL("../../support/model-server/start.mjs", import.meta.url));
  const child = spawn(process.execPath, [script, "--stdin", "watch"], { stdio: ["pipe", "pipe", "inherit"] });
  onTestFinished(() => void child.kill());
  const [url] = await once(createInterface(child.stdout), "line");
  const openai = new OpenAI({ baseURL: `${url}/v1`, apiKey: "any", maxRetries: 0 });
  expect((await openai.models.list()).data).toHaveLength(1);
  const ended = once(child, "exit");
  child.stdin.end();
  expect((await ended)[0]).toBe(0);
});
