import { spawnSync } from "node:child_process";
import { beforeAll, describe, expect, test } from "vitest";
import { projectTemplates } from "../../src/commands/init/project-templates.js";
import { mlxBinary } from "../support/mlx.js";
import { plainFolder } from "../support/repo.js";
import { pythonWith } from "./python.js";

let python: string;

beforeAll(() => {
  python = pythonWith("check-jsonschema", "schemas-requirements.txt");
});

/** Holds a file against a schema that its makers publish, as check-jsonschema brings it along. */
function check(cwd: string, schema: string, file: string): { code: number | null; said: string } {
  const options = ["-m", "check_jsonschema", "--builtin-schema", `vendor.${schema}`, file];
  const { status, stdout, stderr } = spawnSync(python, options, { cwd, encoding: "utf8" });
  return { code: status, said: stdout + stderr };
}

describe.each(projectTemplates)("%s", (template) => {
  test("its pipelines are as GitLab's and GitHub's schemas want them; a key that is none is found", async () => {
    const repo = plainFolder();
    expect((await mlxBinary(repo, `init --template ${template} --quiet`)).code).toBe(0);
    expect(check(repo.root, "gitlab-ci", ".gitlab-ci.yml")).toMatchObject({ code: 0 });
    expect(check(repo.root, "github-workflows", ".github/workflows/mlx.yml")).toMatchObject({ code: 0 });
    repo.write({ ".gitlab-ci.yml": repo.read(".gitlab-ci.yml").replace("artifacts:", "artefacts:") });
    expect(check(repo.root, "gitlab-ci", ".gitlab-ci.yml").code).toBe(1);
  });
});
