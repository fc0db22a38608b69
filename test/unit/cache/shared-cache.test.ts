import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { cacheDriver, type DriverOptions } from "../../support/driver.js";
import { tempFolder } from "../../support/temp-folder.js";

let drive: Awaited<ReturnType<typeof cacheDriver>>;
beforeAll(async () => {
  drive = await cacheDriver();
});

function project(files: number): string {
  const folder = tempFolder();
  chmodSync(folder, 0o777);
  mkdirSync(join(folder, "data"));
  for (let index = 0; index < files; index++)
    writeFileSync(join(folder, "data", `f${index}`), `content ${index % 250}`);
  return folder;
}

describe("one cache and several processes", () => {
  test("eight that add the same files all succeed and leave each object once, whole", async () => {
    const folder = project(300);
    const runs = await Promise.all(Array.from({ length: 8 }, () => drive(["insert", folder])));
    expect(runs.map(({ code, stderr }) => `${code}${stderr}`)).toEqual(Array.from({ length: 8 }, () => "0"));
    const verified = await drive(["verify", folder]);
    expect(JSON.parse(verified.stdout)).toEqual({ checked: 250, corrupt: [], missing: [], unreadable: [] });
    expect(readdirSync(join(folder, "cache/tmp"))).toEqual([]);
  });

  test("eight that check out from it at once all succeed", async () => {
    const folder = project(200);
    await drive(["insert", folder]);
    const runs = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        drive(["link", folder, `out${index % 2}`, index < 4 ? "copy" : "hardlink"]),
      ),
    );
    expect(runs.map(({ code, stderr }) => `${code}${stderr}`)).toEqual(Array.from({ length: 8 }, () => "0"));
    for (const { stdout } of runs) {
      const results: { ok: boolean }[] = JSON.parse(stdout);
      expect(results.filter(({ ok }) => ok)).toHaveLength(200);
    }
    expect(readFileSync(join(folder, "out0/sub1/1"), "utf8")).toMatch(/^content \d+$/);
  });
});

/** A user without special rights: root may do everything, so tests that run as root become someone else. */
const plainUser: DriverOptions = process.getuid?.() === 0 ? { uid: 65534 } : {};

describe("permissions", () => {
  test("a cache that may not be written is MLX_PERMISSION, exit 4, with its path", async ({ skip }) => {
    if (process.platform === "win32") skip("Windows has no such permissions");
    const folder = project(2);
    mkdirSync(join(folder, "cache"), { mode: 0o755 });
    chmodSync(join(folder, "cache"), 0o555);
    const { code, stdout } = await drive(["insert", folder], plainUser);
    expect(code).toBe(4);
    expect(JSON.parse(stdout)).toMatchObject({
      code: "MLX_PERMISSION",
      message: expect.stringContaining(folder),
    });
  });

  test("an object that may not be read is named and not taken for damaged", async ({ skip }) => {
    if (process.platform === "win32") skip("Windows has no such permissions");
    const folder = project(1);
    await drive(["insert", folder]);
    const top = join(folder, "cache/objects/sha256");
    const [prefix = ""] = readdirSync(top);
    const [rest = ""] = readdirSync(join(top, prefix));
    chmodSync(join(top, prefix, rest), 0o000);
    mkdirSync(join(folder, "out"), { mode: 0o777 });
    chmodSync(join(folder, "out"), 0o777);
    const { stdout } = await drive(["linkAgain", folder], plainUser);
    expect(JSON.parse(stdout)).toMatchObject([{ ok: false, reason: "denied" }]);
    expect(readdirSync(join(top, prefix))).toEqual([rest]);
  });

  test("a source that may not be read is a result, and the rest is stored", async ({ skip }) => {
    if (process.platform === "win32") skip("Windows has no such permissions");
    const folder = project(2);
    chmodSync(join(folder, "data/f0"), 0o000);
    const { code, stdout } = await drive(["insert", folder], plainUser);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject([
      { ok: false, reason: "unreadable", message: "permission denied" },
      { ok: true },
    ]);
  });
});
