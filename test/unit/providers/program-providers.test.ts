import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { Interrupted } from "../../../src/core/errors.js";
import { openScriptHost } from "../../../src/scripts/script-host.js";
import { faultOf, openedProvider, programFolder, providerRequest } from "../../support/providers.js";

const env = { PATH: process.env["PATH"] };

test("a command gets prompt, options and context as its last arguments, the prompt on stdin, and runs in the suite's folder", async () => {
  const folder = programFolder({
    "bot.sh": '#!/bin/sh\nprintf "%s|%s|%s|%s|%s|" "$1" "$2" "$#" "$(cat)" "$TEAM"\necho "$3"; echo "$4"\n',
  });
  const { provider } = await openedProvider('exec:./bot.sh "two words"', {
    folder,
    env,
    specEnv: { TEAM: "red" },
    config: { mood: "kind" },
  });
  const answer = await provider.call(providerRequest("it's me", { vars: new Map([["q", "x"]]) }), {});
  const [head = "", context = ""] = String(answer.output).split("\n");
  expect(head).toMatch(/^two words\|it's me\|4\|it's me\|red\|/);
  expect(JSON.parse(head.slice(head.indexOf("{")))).toEqual({
    id: 'exec:./bot.sh "two words"',
    label: 'exec:./bot.sh "two words"',
    config: { mood: "kind", basePath: folder },
  });
  expect(JSON.parse(context)).toMatchObject({ vars: { q: "x" } });
  expect(answer.latencyMs).toBeGreaterThan(0);
});

test("JSON in the form of an answer is read as one; other JSON is text", async () => {
  const folder = programFolder({
    "answer.sh": `#!/bin/sh\necho '{"output": "hi", "tokenUsage": {"total": 5, "prompt": 3, "completion": 2}, "cost": 0.01}'\n`,
    "data.sh": `#!/bin/sh\necho '{"output": "hi", "mine": 1}'\n`,
    "error.sh": `#!/bin/sh\necho '{"error": "no such model"}'\n`,
  });
  const ask = async (name: string) => {
    const { provider } = await openedProvider(`exec:./${name}`, { folder, env });
    return provider.call(providerRequest("x"), {});
  };
  expect(await ask("answer.sh")).toMatchObject({
    output: "hi",
    usage: { input: 3, output: 2, cached: 0 },
    costUsd: 0.01,
  });
  expect((await ask("data.sh")).output).toBe('{"output": "hi", "mine": 1}');
  expect((await faultOf(ask("error.sh"))).message).toContain("reported an error: no such model");
});

test("a command that fails, prints only errors or is not there is a fault that says so", async () => {
  const folder = programFolder({
    "fail.sh": "#!/bin/sh\necho 'cannot do it' >&2\nexit 4\n",
    "errors.sh": "#!/bin/sh\necho 'only a warning' >&2\n",
    "killed.sh": "#!/bin/sh\nkill -9 $$\n",
  });
  const ask = async (command: string) => {
    const { provider } = await openedProvider(`exec:${command}`, { folder, env });
    return faultOf(provider.call(providerRequest("x"), {}));
  };
  expect(await ask("./fail.sh")).toMatchObject({
    kind: "request",
    message: "exec:./fail.sh ended with exit code 4: cannot do it",
  });
  expect(await ask("./errors.sh")).toMatchObject({
    kind: "garbage",
    message: expect.stringContaining("only a warning"),
  });
  expect(await ask("./killed.sh")).toMatchObject({
    kind: "server",
    message: expect.stringContaining("SIGKILL"),
  });
  expect(await ask("./nowhere")).toMatchObject({
    kind: "request",
    message: expect.stringContaining("it was not found"),
  });
});

test("a command that hangs ends with its children at the time limit, and at once when the run is stopped", async () => {
  const folder = programFolder({ "hang.sh": "#!/bin/sh\nsleep 2 && touch survived & wait\n" });
  const { provider } = await openedProvider("exec:./hang.sh", { folder, env });
  const late = await faultOf(provider.call(providerRequest("x"), { timeoutMs: 100 }));
  expect(late).toMatchObject({ kind: "timeout", message: expect.stringContaining("within 100 ms") });
  const stop = new AbortController();
  const call = provider.call(providerRequest("x"), { signal: stop.signal });
  setTimeout(() => stop.abort(), 50);
  await expect(call).rejects.toBeInstanceOf(Interrupted);
  await new Promise((resolve) => setTimeout(resolve, 2300));
  expect(existsSync(join(folder, "survived"))).toBe(false);
});

test("a prompt that is too long for a command line can be read from stdin", async () => {
  const folder = programFolder({ "count.sh": "#!/bin/sh\nwc -c\n" });
  const prompt = "x".repeat(300_000);
  const { provider: args } = await openedProvider("exec:./count.sh", { folder, env });
  expect((await faultOf(args.call(providerRequest(prompt), {}))).message).toContain("config.input to stdin");
  expect((await faultOf(args.call(providerRequest("a\0b"), {}))).message).toContain("zero byte");
  const { provider: stdin } = await openedProvider("exec:./count.sh", {
    folder,
    env,
    config: { input: "stdin" },
  });
  expect(String((await stdin.call(providerRequest(prompt), {})).output).trim()).toBe("300000");
});

const scriptFiles = {
  "class.mjs": `export default class {
  constructor(options) { this.options = options; this.calls = 0; }
  id() { return "mine"; }
  async callApi(prompt, context) {
    if (prompt === "fail") throw new Error("out of order");
    if (prompt === "error") return { error: "quota is used up" };
    return { output: [prompt, context.vars.q, this.options.config.mood, ++this.calls].join(" "), tokenUsage: { total: 4, prompt: 3, completion: 1 }, cost: 0.5 };
  }
}`,
  "function.mjs": "export default async (prompt, context) => prompt.toUpperCase() + context.vars.q;",
  "vectors.mjs":
    "export const callEmbeddingApi = (text) => ({ embedding: [1, text.length], cost: 0.5, tokenUsage: { total: 3 } });",
  "named.cjs": "module.exports.answer = (prompt) => ({ output: { said: prompt } });",
};

test.each([
  ["file://class.mjs", "hi x kind 1"],
  ["file://function.mjs", "HIx"],
  ["file://named.cjs:answer", { said: "hi" }],
])("a script answers: %s", async (id, output) => {
  const folder = programFolder(scriptFiles);
  const scripts = await openScriptHost({ folder, env });
  onTestFinished(() => scripts.close());
  const { provider } = await openedProvider(id, { folder, scripts, config: { mood: "kind" } });
  const answer = await provider.call(providerRequest("hi", { vars: new Map([["q", "x"]]) }), {});
  expect(answer.output).toEqual(output);
});

test("a class is made once, tells usage and cost, and its errors are faults", async () => {
  const folder = programFolder(scriptFiles);
  const scripts = await openScriptHost({ folder, env });
  onTestFinished(() => scripts.close());
  const { provider } = await openedProvider("file://class.mjs", { folder, scripts });
  await provider.call(providerRequest("a", { vars: new Map([["q", "x"]]) }), {});
  const second = await provider.call(providerRequest("b", { vars: new Map([["q", "x"]]) }), {});
  expect(second).toMatchObject({
    output: "b x  2",
    usage: { input: 3, output: 1, cached: 0 },
    costUsd: 0.5,
  });
  expect((await faultOf(provider.call(providerRequest("fail"), {}))).message).toContain("out of order");
  expect((await faultOf(provider.call(providerRequest("error"), {}))).message).toContain("quota is used up");
});

test("a script makes vectors, too", async () => {
  const folder = programFolder(scriptFiles);
  const scripts = await openScriptHost({ folder, env });
  onTestFinished(() => scripts.close());
  const { provider } = await openedProvider("file://vectors.mjs", { folder, scripts });
  expect(await provider.embed?.(["a", "abc"], {})).toEqual({
    vectors: [
      [1, 1],
      [1, 3],
    ],
    usage: { input: 6, output: 0, cached: 0 },
    costUsd: 1,
  });
});

test.each(["exec:date", "https://127.0.0.1:1/ask", "file://class.mjs"])(
  "%s costs at most what its config says, and else nobody knows",
  async (id) => {
    const folder = programFolder(scriptFiles);
    const most = async (config: Record<string, number>) => {
      const { provider } = await openedProvider(id, { folder, env, config });
      return provider.mostCostUsd?.(providerRequest("hi"));
    };
    expect(await most({ maxCostUsd: 0.02 })).toBe(0.02);
    expect(await most({})).toBeUndefined();
    await expect(most({ maxCostUsd: -1 })).rejects.toMatchObject({ code: "MLX_PROVIDER_CONFIG" });
  },
);

test("a file that is no script is refused", async () => {
  await expect(openedProvider("file://bot.exe")).rejects.toMatchObject({ code: "MLX_PROVIDER_CONFIG" });
});

test.each(["exec:./bot.sh", "file://bot.sh.mjs"])(
  "a program that was changed is another one to the cache: %s",
  async (id) => {
    const folder = programFolder({ "bot.sh": "#!/bin/sh\necho 1\n", "bot.sh.mjs": "export default () => 1" });
    const before = (await openedProvider(id, { folder, env })).provider;
    const same = (await openedProvider(id, { folder, env })).provider;
    writeFileSync(join(folder, "bot.sh"), "#!/bin/sh\necho 2\n");
    writeFileSync(join(folder, "bot.sh.mjs"), "export default () => 2");
    const after = (await openedProvider(id, { folder, env })).provider;
    expect([before.cacheable, same.identity]).toEqual([true, before.identity]);
    expect(after.identity).not.toBe(before.identity);
    const { provider: word } = await openedProvider("exec:date", { folder, env });
    expect(word.cacheable).toBe(false);
  },
);

test("a script that hangs ends at its time limit, and at once when the run is stopped", async () => {
  const folder = programFolder({
    "hang.mjs": "export default () => new Promise(() => setInterval(() => {}, 1000));",
  });
  const scripts = await openScriptHost({ folder, env });
  onTestFinished(() => scripts.close());
  const { provider } = await openedProvider("file://hang.mjs", { folder, scripts });
  expect((await faultOf(provider.call(providerRequest("x"), { timeoutMs: 100 }))).kind).toBe("timeout");
  const stop = new AbortController();
  const call = provider.call(providerRequest("x"), { signal: stop.signal });
  setTimeout(() => stop.abort(), 50);
  await expect(call).rejects.toBeInstanceOf(Interrupted);
});
