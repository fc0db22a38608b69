import { spawn } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
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

/** What a command reads of the bundle takes time, used or not: both the count of files and their size are bounded. */
test.each([
  ["--help", 4, 90],
  ["prompt lint", 14, 570],
  ["data status", 13, 450],
  ["data push --dry-run", 19, 590],
  ["model list", 11, 340],
  ["model scan missing.bin", 13, 550],
  ["runs list", 12, 420],
  ["status", 16, 520],
  ["doctor", 18, 540],
])(
  "mlx %s opens at most %i files of the bundle beside the first, of %i kB",
  async (command, most, kilobytes) => {
    const { stderr } = await mlxBinary(gitRepo(), command, { nodeArguments: ["--import", tellLoads] });
    const loaded = [...stderr.matchAll(/^loads \S+\/dist\/chunks\/(\S+)$/gm)].map(([, name = ""]) => name);
    expect(loaded).not.toEqual([]);
    expect(loaded.length).toBeLessThanOrEqual(most);
    const bytes = loaded.reduce((sum, name) => sum + statSync(join(chunks, name)).size, 0);
    expect(bytes / 1000).toBeLessThanOrEqual(kilobytes);
  },
);

/** Words of the YAML parser that no minifier changes: one of its error codes. */
const yamlParser = "BLOCK_AS_IMPLICIT_KEY";

test("a command that finds no YAML file does not load what parses YAML", async () => {
  for (const command of ["status", "doctor", "model list", "runs list"]) {
    const { stderr } = await mlxBinary(gitRepo(), command, { nodeArguments: ["--import", tellLoads] });
    const loaded = [...stderr.matchAll(/^loads \S+\/dist\/chunks\/(\S+)$/gm)].map(([, name = ""]) => name);
    const parsers = loaded.filter((name) => readFileSync(join(chunks, name), "utf8").includes(yamlParser));
    expect([command, parsers]).toEqual([command, []]);
  }
});
