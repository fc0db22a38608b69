import { readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Stamp, stampAt } from "../../../src/files/stamp.js";
import { type FileMoment, fileMoment, isTrusted, settledMoment } from "../../../src/workspace/file-clock.js";
import { tempFolder } from "../../support/temp-folder.js";

const millisecond = 1_000_000n;
const noon = 1_700_000_000_123_456_789n;

function stamp(mtimeNs: bigint, ctimeNs = mtimeNs, dev = 7n): Stamp {
  return { dev, ino: 1n, size: 1, mtimeNs, ctimeNs };
}

describe("isTrusted", () => {
  const fine: FileMoment = { ns: noon, dev: 7n, marginNs: 20n * millisecond };

  test("trusts a stamp that is more than 20 ms older than the moment", () => {
    expect(isTrusted(stamp(noon - 21n * millisecond), fine)).toBe(true);
    expect(isTrusted(stamp(noon - 19n * millisecond), fine)).toBe(false);
    expect(isTrusted(stamp(noon), fine)).toBe(false);
    expect(isTrusted(stamp(noon + 1n), fine)).toBe(false);
  });

  test("goes by the later of mtime and ctime, so that a backdated mtime fools nobody", () => {
    expect(isTrusted(stamp(0n, noon - millisecond), fine)).toBe(false);
    expect(isTrusted(stamp(noon - millisecond, 0n), fine)).toBe(false);
  });

  test("wants two seconds where time is told in whole seconds, or by another device's clock", () => {
    const second = 1000n * millisecond;
    const whole = (noon / second) * second;
    const coarse: FileMoment = { ns: whole, dev: 7n, marginNs: 2n * second };
    expect(isTrusted(stamp(whole - second), coarse)).toBe(false);
    expect(isTrusted(stamp(whole - 3n * second), coarse)).toBe(true);
    expect(isTrusted(stamp(whole - second), fine)).toBe(false);
    expect(isTrusted(stamp(noon - second, noon - second, 8n), fine)).toBe(false);
    expect(isTrusted(stamp(noon - 3n * second, noon - 3n * second, 8n), fine)).toBe(true);
  });
});

describe("fileMoment", () => {
  test("is the file system's own time, and leaves nothing behind", () => {
    const folder = join(tempFolder(), "made");
    const before = fileMoment(folder);
    writeFileSync(join(folder, "x"), "");
    const after = fileMoment(folder);
    const { mtimeNs } = statSync(join(folder, "x"), { bigint: true });
    expect(before.ns <= mtimeNs && mtimeNs <= after.ns).toBe(true);
    expect(readdirSync(folder)).toEqual(["x"]);
  });

  test("settledMoment comes late enough to trust what was just written", async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, "x"), "");
    const written = stampAt(join(folder, "x"))?.stamp;
    if (written === undefined) throw new Error("not written");
    const moment = await settledMoment(folder, [written]);
    if (moment.marginNs === 20n * millisecond) expect(isTrusted(written, moment)).toBe(true);
  });
});
