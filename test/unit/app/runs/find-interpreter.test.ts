import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { findInterpreter } from "../../../../src/app/runs/capture/find-interpreter.js";
import { tempFolder } from "../../../support/temp-folder.js";

/** A folder with these programs and files, as the place of a command. */
function place(files: Readonly<Record<string, string>>, env: NodeJS.ProcessEnv = {}) {
  const root = tempFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    chmodSync(join(root, path), 0o755);
  }
  return { root, cwd: root, env: { PATH: join(root, "bin"), ...env } };
}

describe("the interpreter of a command", () => {
  test("is found on PATH, by a script's first line, and by its own path", () => {
    const here = place({
      "bin/python3": "",
      "bin/tool": "#!/usr/bin/env python3\n",
      "x/node": "",
      "bin/plain": "\x7fELF",
    });
    expect(findInterpreter(["python3", "x.py"], here)).toEqual({
      kind: "python",
      path: join(here.root, "bin/python3"),
    });
    expect(findInterpreter(["tool"], here)).toEqual({ kind: "python", path: join(here.root, "bin/python3") });
    expect(findInterpreter(["./x/node"], here)).toEqual({ kind: "node", path: join(here.root, "x/node") });
    expect(findInterpreter(["plain"], here)).toBeUndefined();
    expect(findInterpreter(["nowhere"], here)).toBeUndefined();
  });

  test("scripts that name each other lead nowhere", () => {
    const here = place({ "bin/a": "#!/usr/bin/env b\n", "bin/b": "#!/usr/bin/env a\n" });
    expect(findInterpreter(["a"], here)).toBeUndefined();
  });

  test("is the project's, from a folder below too, for uv and poetry; poetry's may be the active one", () => {
    const here = place({ "pyproject.toml": "", ".venv/bin/python": "", "sub/x.py": "" });
    const path = join(here.root, ".venv/bin/python");
    const below = { ...here, cwd: join(here.root, "sub") };
    expect(findInterpreter(["uv", "run", "x.py"], below)).toEqual({ kind: "python", path });
    expect(findInterpreter(["poetry", "run", "x"], below)).toEqual({ kind: "python", path });
    const active = place({ "pyproject.toml": "", "v/bin/python": "" });
    const env = { ...active.env, VIRTUAL_ENV: join(active.root, "v") };
    expect(findInterpreter(["poetry", "run", "x"], { ...active, env })?.path).toBe(
      join(active.root, "v/bin/python"),
    );
    expect(findInterpreter(["uv", "run", "x"], { ...active, env })).toBeUndefined();
  });

  test("is that of the environment which conda is told, or of the active one", () => {
    const here = place({ "conda/bin/python": "", "conda/envs/ml/bin/python": "" });
    const env = { CONDA_EXE: join(here.root, "conda/bin/conda"), CONDA_PREFIX: join(here.root, "conda") };
    const of = (...words: string[]) =>
      findInterpreter(["conda", "run", ...words], { ...here, env })?.path.slice(here.root.length);
    expect(of("-n", "ml", "python")).toBe("/conda/envs/ml/bin/python");
    expect(of("-n", "base", "python")).toBe("/conda/bin/python");
    expect(of("python")).toBe("/conda/bin/python");
    expect(of("-p", join(here.root, "conda/envs/ml"), "python")).toBe("/conda/envs/ml/bin/python");
    expect(of("-n", "gone", "python")).toBeUndefined();
  });
});
