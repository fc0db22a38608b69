import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { binaryPath, mlxBinary } from "../support/mlx.js";
import { gitRepo } from "../support/repo.js";
import { tellLoads } from "../support/tell-loads.js";

const chunks = join(binaryPath, "..", "..", "dist", "chunks");

function loads(name: string): Promise<boolean> {
  const url = pathToFileURL(join(chunks, name)).href;
  return new Promise((settle) => {
    const child = spawn(process.execPath, [
      "--input-type=module",
      "-e",
      `await import(${JSON.stringify(url)})`,
    ]);
    child.on("close", (code) => settle(code === 0));
  });
}

test("every file of the bundle loads whichever comes first, though some import one another", async () => {
  const names = readdirSync(chunks);
  expect(names.length).toBeGreaterThan(20);
  const broken: string[] = [];
  for (let start = 0; start < names.length; start += 4) {
    const some = names.slice(start, start + 4);
    const loaded = await Promise.all(some.map(loads));
    broken.push(...some.filter((_, index) => loaded[index] === false));
  }
  expect(broken).toEqual([]);
});

/** Files of the bundle that hold the commands of some nouns. */
const ofNouns = ["data", "evals", "lint", "models", "prompts", "runs"];

test.each([
  ["--help", 4, []],
  ["prompt lint", 8, ["lint"]],
  ["data status", 8, ["data"]],
  ["model list", 8, ["models"]],
])(
  "mlx %s opens at most %i files of the bundle beside the first, none of them another noun's",
  async (command, most, own) => {
    const { code, stderr } = await mlxBinary(gitRepo(), command, { nodeArguments: ["--import", tellLoads] });
    expect(code).toBe(0);
    const loaded = [...stderr.matchAll(/^loads \S+\/dist\/chunks\/(\S+)-[\w-]{8}\.js$/gm)].map(
      ([, name = ""]) => name,
    );
    expect(loaded).not.toEqual([]);
    expect(loaded.length).toBeLessThanOrEqual(most);
    expect(loaded.filter((name) => ofNouns.includes(name))).toEqual(own);
  },
);
