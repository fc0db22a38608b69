import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { makeDurable } from "../../../src/files/durable.js";
import { tempFolder } from "../../support/temp-folder.js";

describe("makeDurable", () => {
  test("takes none, few and many files, and passes over those that are gone", async () => {
    const folder = tempFolder();
    mkdirSync(join(folder, "sub"));
    const files = Array.from({ length: 40 }, (_, index) => join(folder, index % 2 ? "sub" : "", `f${index}`));
    for (const file of files) writeFileSync(file, file);
    await makeDurable([], folder);
    await makeDurable([...files.slice(0, 3), join(folder, "gone")], folder);
    await makeDurable(files, folder);
  });

  test("reports what it cannot flush", async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, "file"), "");
    await expect(makeDurable([join(folder, "file/below")], folder)).rejects.toMatchObject({
      code: "MLX_IO",
      message: expect.stringContaining(`cannot flush ${folder} to disk`),
    });
  });
});
