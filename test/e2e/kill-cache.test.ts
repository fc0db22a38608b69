import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { cacheDriver, type DriverResult } from "../support/driver.js";
import { tempFolder } from "../support/temp-folder.js";

type Driver = Awaited<ReturnType<typeof cacheDriver>>;
let drive: Driver;
beforeAll(async () => {
  drive = await cacheDriver();
});

const contents = ["", "one", "two\n", "two\n", "z".repeat(5000)];
const large = Buffer.alloc((1 << 20) * 2 + 17, "large ");

function sha256(bytes: string | Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** A folder with data to add. */
function project(): string {
  const folder = tempFolder();
  mkdirSync(join(folder, "data"));
  for (const [index, content] of contents.entries())
    writeFileSync(join(folder, "data", `f${index}`), content);
  writeFileSync(join(folder, "data", "large"), large);
  return folder;
}

function expectSourcesIntact(folder: string): void {
  const files = Object.fromEntries(
    readdirSync(join(folder, "data")).map((name) => [name, sha256(readFileSync(join(folder, "data", name)))]),
  );
  const wanted = Object.fromEntries(contents.map((content, index) => [`f${index}`, sha256(content)]));
  expect(files).toEqual({ ...wanted, large: sha256(large) });
}

/** Every object in place holds the bytes of its name. */
function expectObjectsWhole(folder: string): string[] {
  const top = join(folder, "cache/objects/sha256");
  if (!existsSync(top)) return [];
  return readdirSync(top).flatMap((prefix) => {
    return readdirSync(join(top, prefix)).map((rest) => {
      expect(sha256(readFileSync(join(top, prefix, rest)))).toBe(prefix + rest);
      return prefix + rest;
    });
  });
}

function expectFilesWhole(folder: string): void {
  if (!existsSync(folder)) return;
  const known = new Set([...contents.map(sha256), sha256(large)]);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    expect(known).toContain(sha256(readFileSync(join(entry.parentPath, entry.name))));
  }
}

function expectNothingLeft(folder: string): void {
  expect(readdirSync(join(folder, "cache/tmp"))).toEqual([]);
  if (existsSync(join(folder, "tmp"))) expect(readdirSync(join(folder, "tmp"))).toEqual([]);
}

async function countSteps(args: (folder: string) => string[]): Promise<number> {
  const folder = project();
  const steps = join(folder, "steps");
  const { code, stderr } = await drive(args(folder), { steps });
  expect(stderr).toBe("");
  expect(code).toBe(0);
  return readFileSync(steps).length;
}

/** Several at a time: each spends most of its time waiting for the disk. */
async function eachStep(first: number, last: number, check: (step: number) => Promise<void>): Promise<void> {
  let next = first;
  const lane = async () => {
    for (let step = next++; step <= last; step = next++) await check(step);
  };
  await Promise.all(Array.from({ length: 4 }, lane));
}

async function killAt(folder: string, args: string[], step: number): Promise<DriverResult> {
  const steps = join(folder, "steps");
  const result = await drive(args, { steps, killAt: step });
  rmSync(steps);
  return result;
}

describe("kill -9 at every step", () => {
  test("of adding files leaves the sources alone and whole objects only; a rerun completes and cleans up", async () => {
    const steps = await countSteps((folder) => ["insert", folder]);
    expect(steps).toBeGreaterThan(15);
    const wanted = [...new Set([...contents.map(sha256), sha256(large)])].sort();
    await eachStep(1, steps, async (step) => {
      const folder = project();
      const { signal } = await killAt(folder, ["insert", folder], step);
      expect(signal).toBe("SIGKILL");
      expectSourcesIntact(folder);
      expectObjectsWhole(folder);
      const again = await drive(["insert", folder]);
      expect(again.code).toBe(0);
      expect(expectObjectsWhole(folder).sort()).toEqual(wanted);
      expectNothingLeft(folder);
    });
  });

  test("of adding files with worker threads, at twelve steps, does the same", async () => {
    const many = () => {
      const folder = project();
      for (let index = 0; index < 300; index++)
        writeFileSync(join(folder, "data", `n${index}`), `number ${index}`);
      return folder;
    };
    await eachStep(0, 11, async (number) => {
      const folder = many();
      const { signal } = await killAt(folder, ["insert", folder], 5 + number * 83);
      expect(signal).toBe("SIGKILL");
      expectObjectsWhole(folder);
      expect((await drive(["insert", folder])).code).toBe(0);
      expect(expectObjectsWhole(folder)).toHaveLength(305);
      expectNothingLeft(folder);
    });
  });

  for (const link of ["copy", "hardlink", "symlink"]) {
    test(`of checking out by ${link} leaves no half file; a rerun completes and cleans up`, async () => {
      const steps = await countSteps((folder) => ["link", folder, "out", link]);
      const first = await countSteps((folder) => ["insert", folder]);
      await eachStep(first + 1, steps, async (step) => {
        const folder = project();
        const { signal } = await killAt(folder, ["link", folder, "out", link], step);
        expect(signal).toBe("SIGKILL");
        expectFilesWhole(join(folder, "out"));
        const again = await drive(["link", folder, "out", link]);
        expect(again.code).toBe(0);
        expectFilesWhole(join(folder, "out"));
        expect(readFileSync(join(folder, "out/sub0/0"), "utf8")).toBe("");
        expect(readFileSync(join(folder, "out/sub2/5")).equals(large)).toBe(true);
        expectObjectsWhole(folder);
        expectNothingLeft(folder);
      });
    });
  }

  test("of taking and giving back a lock: the next process gets it and clears what was left", async () => {
    const steps = await countSteps((folder) => ["take", folder]);
    await eachStep(1, steps, async (step) => {
      const folder = project();
      await killAt(folder, ["take", folder], step);
      const { code, stdout } = await drive(["take", folder]);
      expect(code).toBe(0);
      expect(JSON.parse(stdout)).toEqual([]);
    });
  });
});

describe("a disk that is full from any step on", () => {
  test("ends an add with MLX_DISK_FULL and exit 3; sources are intact, nothing is left over, a rerun completes", async () => {
    const steps = await countSteps((folder) => ["insert", folder]);
    await eachStep(1, steps, async (step) => {
      const folder = project();
      const counter = join(folder, "steps");
      const { code, stdout, stderr } = await drive(["insert", folder], { steps: counter, fullFrom: step });
      expect(stderr).toBe("");
      if (code !== 0) {
        expect(code).toBe(3);
        expect(JSON.parse(stdout)).toMatchObject({ code: "MLX_DISK_FULL" });
      }
      expectSourcesIntact(folder);
      expectObjectsWhole(folder);
      if (existsSync(join(folder, "cache/tmp"))) expectNothingLeft(folder);
      expect((await drive(["insert", folder])).code).toBe(0);
      expectNothingLeft(folder);
    });
  });

  test("is told in the same words when a worker thread meets it", async () => {
    const folder = project();
    for (let index = 0; index < 300; index++)
      writeFileSync(join(folder, "data", `n${index}`), `number ${index}`);
    const { code, stdout, stderr } = await drive(["insert", folder], {
      steps: join(folder, "steps"),
      fullFrom: 200,
    });
    expect(stderr).toBe("");
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({
      code: "MLX_DISK_FULL",
      message: expect.stringMatching(
        /the disk of the cache at .* is full: about .* more are needed, .* are free/,
      ),
    });
    expectNothingLeft(folder);
  });

  test("ends a checkout with MLX_DISK_FULL; what stood there stays whole, a rerun completes", async () => {
    const first = await countSteps((folder) => ["insert", folder]);
    const steps = await countSteps((folder) => ["link", folder, "out", "copy"]);
    await eachStep(first + 1, steps, async (step) => {
      const folder = project();
      const counter = join(folder, "steps");
      const { code, stdout } = await drive(["link", folder, "out", "copy"], {
        steps: counter,
        fullFrom: step,
      });
      if (code !== 0) expect(JSON.parse(stdout)).toMatchObject({ code: "MLX_DISK_FULL", exitCode: 3 });
      expectFilesWhole(join(folder, "out"));
      expect((await drive(["link", folder, "out", "copy"])).code).toBe(0);
      expect(readFileSync(join(folder, "out/sub2/5")).equals(large)).toBe(true);
      expectNothingLeft(folder);
    });
  });
});
