import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { App } from "../../../src/app/app.js";
import { openUi } from "../../../src/app/open-ui.js";
import { chooseRemote } from "../../../src/app/remote-choice.js";
import { MlxError } from "../../../src/core/errors.js";
import type { ResolvedConfig } from "../../../src/core/settings.js";

const flags = { json: false, quiet: false, verbose: false, color: false };

async function newApp(): Promise<App> {
  const streams = { stdout: new PassThrough(), stderr: new PassThrough(), stdin: new PassThrough() };
  const input = { env: {}, cwd: "/", selfCommand: [], ...streams };
  return new App(input, flags, await openUi(input, flags));
}

test("what was registered for the end runs last first, all of it, once", async () => {
  const app = await newApp();
  const ran: string[] = [];
  app.onEnd(() => void ran.push("first"));
  app.onEnd(() => {
    throw new Error("broken");
  });
  const takeBack = app.onEnd(() => void ran.push("taken back"));
  app.onEnd(() => void ran.push("last"));
  takeBack();
  expect(await app.end()).toMatchObject([{ message: "broken" }]);
  expect(await app.end()).toEqual([]);
  expect(ran).toEqual(["last", "first"]);
});

function config(names: readonly string[], defaultRemote?: string): ResolvedConfig {
  const remotes = Object.fromEntries(
    names.map((name) => [name, { url: `/${name}`, written: name, source: "mlx.yaml" }]),
  );
  return {
    remotes,
    ...(defaultRemote !== undefined && { defaultRemote }),
    cache: { link: ["copy"], group: false },
    transfer: { stallTimeout: 30 },
    runs: { env: [], logLimit: 10e6, snapshotLimit: 50e6, artifacts: "all" },
    prompts: { lint: { rules: {} }, gates: {} },
    models: {},
  };
}

test.each([
  ["the one that is named", config(["a", "b"], "a"), "b", "b"],
  ["the default", config(["a", "b"], "a"), undefined, "a"],
  ["the only one", config(["a"]), undefined, "a"],
])("a remote is chosen: %s", (_title, given, name, expected) => {
  expect(chooseRemote(given, name).name).toBe(expected);
});

test.each([
  ["none is configured", config([]), undefined, "MLX_NO_REMOTE"],
  ["several, and no default", config(["a", "b"]), undefined, "MLX_NO_REMOTE"],
  ["an unknown name", config(["a"]), "x", "MLX_UNKNOWN_REMOTE"],
  ["a name that every object has", config(["a"]), "constructor", "MLX_UNKNOWN_REMOTE"],
])("a remote is refused: %s", (_title, given, name, code) => {
  const error = (() => {
    try {
      return chooseRemote(given, name);
    } catch (thrown) {
      return thrown;
    }
  })();
  expect(error).toBeInstanceOf(MlxError);
  expect(error).toMatchObject({ code, exitCode: 2 });
});
