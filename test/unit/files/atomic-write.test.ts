import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { writeFileAtomic } from "../../../src/files/atomic-write.js";
import { tempFolder } from "../../support/temp-folder.js";

describe("writeFileAtomic", () => {
  test("writes a file, making its folder, and leaves nothing else there", () => {
    const folder = join(tempFolder(), "a/b");
    writeFileAtomic(join(folder, "x"), "text");
    expect(readdirSync(folder)).toEqual(["x"]);
    expect(readFileSync(join(folder, "x"), "utf8")).toBe("text");
  });

  test("a file that stands where a folder should be is told by the name that was asked for", () => {
    const folder = tempFolder();
    writeFileSync(join(folder, "data.csv"), "a");
    expect(() => writeFileAtomic(join(folder, "data.csv", "x.html"), "text")).toThrow(
      `cannot write ${join(folder, "data.csv", "x.html")}: `,
    );
  });

  test("keeps the permissions of a file that it replaces", () => {
    const file = join(tempFolder(), "x");
    writeFileSync(file, "before");
    chmodSync(file, 0o640);
    writeFileAtomic(file, Buffer.from("after"));
    expect(lstatSync(file).mode & 0o777).toBe(0o640);
    expect(readFileSync(file, "utf8")).toBe("after");
  });

  test("replaces a symbolic link instead of writing through it", () => {
    const folder = tempFolder();
    writeFileSync(join(folder, "other"), "precious");
    symlinkSync("other", join(folder, "x"));
    writeFileAtomic(join(folder, "x"), "new");
    expect(readFileSync(join(folder, "other"), "utf8")).toBe("precious");
    expect(lstatSync(join(folder, "x")).isFile()).toBe(true);
  });

  test("names the file and the reason when it cannot, and leaves no temporary file", () => {
    const folder = tempFolder();
    mkdirSync(join(folder, "x"));
    expect(() => writeFileAtomic(join(folder, "x"), "text")).toThrow(
      `cannot write ${join(folder, "x")}: it is a folder`,
    );
    expect(readdirSync(folder)).toEqual(["x"]);
  });
});
