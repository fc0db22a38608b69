import { expect, onTestFinished, test } from "vitest";
import { openScriptHost } from "../../src/scripts/script-host.js";
import { openedProvider, programFolder, providerRequest } from "../support/providers.js";

const env = { PATH: process.env["PATH"] };

const scriptFiles = {
  "bot.py": `def call_api(prompt, options, context):
    return {"output": prompt + options["config"]["mood"] + context["vars"]["q"], "tokenUsage": {"total": 7}}

def call_embedding_api(prompt, options, context):
    return {"embedding": [1.0, float(len(prompt))]}

def other(prompt, options, context):
    return "other " + prompt
`,
};

test.each([
  ["file://bot.py", "hikindx"],
  ["python:bot.py", "hikindx"],
  ["python:bot.py:other", "other hi"],
])("a script answers: %s", async (id, output) => {
  const folder = programFolder(scriptFiles);
  const scripts = await openScriptHost({ folder, env });
  onTestFinished(() => scripts.close());
  const { provider } = await openedProvider(id, { folder, scripts, config: { mood: "kind" } });
  const answer = await provider.call(providerRequest("hi", { vars: new Map([["q", "x"]]) }), {});
  expect(answer.output).toEqual(output);
});

test("a script makes vectors, too", async () => {
  const folder = programFolder(scriptFiles);
  const scripts = await openScriptHost({ folder, env });
  onTestFinished(() => scripts.close());
  const { provider } = await openedProvider("file://bot.py", { folder, scripts });
  expect(await provider.embed?.(["a", "abc"], {})).toEqual({
    vectors: [
      [1, 1],
      [1, 3],
    ],
  });
});
