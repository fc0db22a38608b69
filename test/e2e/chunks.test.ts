import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { binaryPath } from "../support/mlx.js";

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
