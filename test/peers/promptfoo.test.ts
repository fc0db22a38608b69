import { afterAll, beforeAll, expect, test } from "vitest";
import { mlxBinary } from "../support/mlx.js";
import { installed, modelServer, projects, promptfooRows } from "./promptfoo-peer.mjs";
import { comparable, mlxRows } from "./promptfoo-projects.js";

let command: readonly string[] = [];
let server: Awaited<ReturnType<typeof modelServer>> | undefined;
beforeAll(async () => {
  command = installed();
  server = await modelServer();
});
afterAll(async () => {
  await server?.close();
});

test.each(projects)("%s: mlx and promptfoo agree on every case", async (name) => {
  const env = server?.env ?? {};
  const theirs = comparable(name, await promptfooRows(command, name, env));
  expect(comparable(name, await mlxRows(mlxBinary, name, env))).toEqual(theirs);
});
