import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { folderOf, modelServer, needsPython, projects } from "../peers/promptfoo-peer.mjs";
import { comparable, mlxRows, recorded } from "../peers/promptfoo-projects.js";
import { mlx } from "../support/mlx.js";

// Those in Python run in test/peers/promptfoo-python.test.ts.
const here = projects.filter((name) => !needsPython(name));

let server: Awaited<ReturnType<typeof modelServer>> | undefined;
beforeAll(async () => {
  server = await modelServer();
});
afterAll(async () => {
  await server?.close();
});

test("every project of the corpus has been recorded", () => {
  expect(Object.keys(recorded.projects)).toEqual(projects);
  expect(here.length).toBeGreaterThanOrEqual(25);
});

test("a project that needs Python is called so, and none needs Ruby", () => {
  const files = here.flatMap((name) =>
    readdirSync(folderOf(name), { recursive: true, encoding: "utf8" }).map((file) =>
      join(folderOf(name), file),
    ),
  );
  const code = /\.(?:py|rb)\b|\b(?:python|ruby)\b/;
  const isConfig = (file: string) => /\.(?:yaml|json|jsonl|csv)$/.test(file);
  const needy = files.filter((file) => code.test(isConfig(file) ? readFileSync(file, "utf8") : file));
  expect(needy).toEqual([]);
});

test.each(here)(
  "%s: each case has the verdict, the score and the output that promptfoo gave it",
  async (name) => {
    const mine = comparable(name, await mlxRows(mlx, name, server?.env ?? {}));
    expect(mine).toEqual(comparable(name, recorded.projects[name] ?? []));
  },
);
