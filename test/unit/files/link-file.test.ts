import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { linkFile } from "../../../src/files/link-file.js";
import { gitRepo } from "../../support/repo.js";

test.skipIf(process.platform === "win32")("a pipe is not reflinked, nor waited for", () => {
  const repo = gitRepo({});
  execFileSync("mkfifo", [repo.path("pipe")]);
  expect(linkFile(repo.path("pipe"), repo.path("copy"), "reflink")).toBe(false);
  expect(existsSync(repo.path("copy"))).toBe(false);
});
