import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readDotEnv } from "../../../src/providers/read-dot-env.js";
import {
  faultOf,
  modelServer,
  openedProvider,
  type ProviderScene,
  providerRequest,
} from "../../support/providers.js";
import { tempFolder } from "../../support/temp-folder.js";

const path = { PATH: process.env["PATH"] };

/** The key that a server is sent. */
async function sentKey(scene: ProviderScene): Promise<string | undefined> {
  const server = await modelServer();
  const { provider } = await openedProvider("openai:m", {
    ...scene,
    config: { apiBaseUrl: `${server.url}/v1`, ...scene.config },
  });
  await provider.call(providerRequest("hi"), {});
  const header = server.requests[0]?.headers["authorization"];
  return typeof header === "string" ? header.replace("Bearer ", "") : undefined;
}

test("a key comes from the provider's own environment, the process's, then from .env", async () => {
  const [specEnv, env, dotEnv] = ["own", "process", "file"].map((from) => ({
    OPENAI_API_KEY: `key-of-${from}`,
  }));
  expect(await sentKey({ dotEnv: dotEnv ?? {} })).toBe("key-of-file");
  expect(await sentKey({ dotEnv: dotEnv ?? {}, env: env ?? {} })).toBe("key-of-process");
  expect(await sentKey({ dotEnv: dotEnv ?? {}, env: env ?? {}, specEnv: specEnv ?? {} })).toBe("key-of-own");
  expect(await sentKey({ dotEnv: dotEnv ?? {}, env: { OPENAI_API_KEY: "" } })).toBe("key-of-file");
});

test("apiKeyEnvar names another variable, and the usual one is then not taken", async () => {
  const env = { OPENAI_API_KEY: "the-usual-key", TEAM_KEY: "the-team-key" };
  expect(await sentKey({ env, config: { apiKeyEnvar: "TEAM_KEY" } })).toBe("the-team-key");
  const { provider } = await openedProvider("openai:m", { env, config: { apiKeyEnvar: "OTHER_KEY" } });
  const fault = await faultOf(provider.call(providerRequest("hi"), {}));
  expect(fault).toMatchObject({
    kind: "credentials",
    message: expect.stringContaining("OTHER_KEY is not set"),
  });
});

test("a key that is written in the suite is used with a warning that does not hold it", async () => {
  const server = await modelServer({ key: "literal-key-123" });
  const config = { apiBaseUrl: `${server.url}/v1`, apiKey: "literal-key-123" };
  const { provider, warnings } = await openedProvider("openai:m", { config });
  expect((await provider.call(providerRequest("ANSWER: ok"), {})).output).toBe("ok");
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toContain("apiKeyEnvar");
  expect(warnings[0]).not.toContain("literal-key-123");
});

test("{{env.NAME}} in the config is filled in without a warning; where it is not set the call is a fault", async () => {
  expect(await sentKey({ env: { TEAM_KEY: "the-team-key" }, config: { apiKey: "{{ env.TEAM_KEY }}" } })).toBe(
    "the-team-key",
  );
  const { provider, warnings } = await openedProvider("openai:m", { config: { apiKey: "{{env.TEAM_KEY}}" } });
  const fault = await faultOf(provider.call(providerRequest("hi"), {}));
  expect(fault).toMatchObject({ kind: "credentials", message: expect.stringContaining("TEAM_KEY") });
  expect(warnings).toEqual([]);
});

test("a command is run once, in the suite's folder, and its key is used for every call", async () => {
  const folder = tempFolder();
  writeFileSync(join(folder, "key.sh"), 'echo run >> runs.txt\necho "  key-of-$TEAM  "\n');
  const server = await modelServer({ key: "key-of-red" });
  const { provider } = await openedProvider("openai:m", {
    folder,
    env: { ...path, TEAM: "red" },
    config: { apiBaseUrl: `${server.url}/v1`, apiKeyCommand: "sh key.sh" },
  });
  const calls = Array.from({ length: 8 }, () => provider.call(providerRequest("ANSWER: ok"), {}));
  expect((await Promise.all(calls)).map(({ output }) => output)).toEqual(new Array(8).fill("ok"));
  expect(readFileSync(join(folder, "runs.txt"), "utf8")).toBe("run\n");
});

test.each([
  ["exit 3", "ended with exit code 3"],
  ["true", "printed nothing"],
  ["echo a secret sentence", "printed more than one word"],
])("a command that brings no key is a fault: %s", async (apiKeyCommand, said) => {
  const { provider } = await openedProvider("openai:m", { env: path, config: { apiKeyCommand } });
  const fault = await faultOf(provider.call(providerRequest("hi"), {}));
  expect(fault).toMatchObject({ kind: "credentials", message: expect.stringContaining(said) });
  expect(fault.message).not.toContain("sentence");
});

test("opening a provider needs no key and runs no command", async () => {
  const folder = tempFolder();
  await openedProvider("openai:gpt-4.1", { folder, env: path, config: { apiKeyCommand: "touch ran" } });
  expect(() => readFileSync(join(folder, "ran"))).toThrow("ENOENT");
});

test("a .env file is read: quotes, export, comments, a BOM, Windows' line ends", async () => {
  const folder = tempFolder();
  const lines = [
    "\uFEFF# keys",
    "A=plain # a comment",
    "export B = spaced ",
    "C='single # $A \\n'",
    'D="two\\nlines \\"quoted\\"" # comment',
    "E=",
    "F=with#hash",
    'G="multi=equals"',
    "",
  ];
  writeFileSync(join(folder, ".env"), lines.join("\r\n"));
  expect(await readDotEnv(folder)).toEqual({
    A: "plain",
    B: "spaced",
    C: "single # $A \\n",
    D: 'two\nlines "quoted"',
    E: "",
    F: "with#hash",
    G: "multi=equals",
  });
  expect(await readDotEnv(tempFolder())).toEqual({});
});

test("a .env file with mistakes is refused with each line that has one, and tells no value", async () => {
  const folder = tempFolder();
  writeFileSync(join(folder, ".env"), "A=1\nno assignment secretvalue\n");
  appendFileSync(join(folder, ".env"), 'B="open secretvalue\n2C=3\n');
  const error = await readDotEnv(folder).catch((reason: unknown) => reason);
  expect(error).toMatchObject({
    code: "MLX_DOT_ENV",
    exitCode: 2,
    problems: [
      { line: 2, message: "this is no NAME=VALUE" },
      { line: 3, message: "the quotes of B are not closed on this line" },
      { line: 4, message: "this is no NAME=VALUE" },
    ],
  });
  expect(JSON.stringify(error)).not.toContain("secretvalue");
});

test("a key that a reader of the suite has filled in is no literal one, and stands in no identity", async () => {
  const key = "filled-in-from-TEAM";
  const { provider, warnings } = await openedProvider("openai:m", {
    env: { TEAM_KEY: key },
    config: { apiKey: key, user: `for ${key}` },
  });
  expect(warnings).toEqual([]);
  expect(provider.identity).not.toContain(key);
});
