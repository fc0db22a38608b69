import { execFileSync, spawnSync } from "node:child_process";
import { beforeAll, describe, expect, test } from "vitest";
import { projectTemplates } from "../../src/commands/init/project-templates.js";
import { mlxBinary } from "../support/mlx.js";
import { plainFolder, type TestRepo } from "../support/repo.js";
import { requireActionlint } from "./find-actionlint.mjs";

let actionlint: string;

beforeAll(() => {
  actionlint = requireActionlint();
});

/** What actionlint says; shellcheck and pyflakes, which may be there or not, take no part. */
function lint(repo: TestRepo): { code: number | null; said: string } {
  const options = ["-no-color", "-shellcheck=", "-pyflakes="];
  const { status, stdout, stderr } = spawnSync(actionlint, options, { cwd: repo.root, encoding: "utf8" });
  return { code: status, said: stdout + stderr };
}

describe.each(projectTemplates)("%s", (template) => {
  test("actionlint finds nothing in its workflow, and finds what is put wrong", async () => {
    const repo = plainFolder();
    expect((await mlxBinary(repo, `init --template ${template} --quiet`)).code).toBe(0);
    expect(lint(repo)).toEqual({ code: 0, said: "" });
    const file = ".github/workflows/mlx.yml";
    repo.write({ [file]: repo.read(file).replace("if: always()", "if: allways()") });
    expect(lint(repo)).toMatchObject({ code: 1, said: expect.stringContaining("allways") });
  });
});

test("it finds nothing in the workflow of mlx itself", () => {
  const root = execFileSync("git", ["rev-parse", "--show-toplevel"], { encoding: "utf8" }).trim();
  const { status, stdout } = spawnSync(actionlint, ["-no-color", "-shellcheck=", "-pyflakes="], {
    cwd: root,
    encoding: "utf8",
  });
  expect([status, stdout]).toEqual([0, ""]);
});
