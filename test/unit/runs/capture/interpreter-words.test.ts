import { describe, expect, test } from "vitest";
import {
  commandTarget,
  interpreterKind,
  shebangProgram,
} from "../../../../src/runs/capture/interpreter-words.js";

const target = (command: string) => commandTarget(command.split(" "));

test("interpreters are known by their file names", () => {
  const names = [
    "python",
    "/usr/bin/python3.12",
    "C:\\py\\python.exe",
    "pypy3",
    "node",
    "Rscript",
    "julia",
    "bash",
    "pythonx",
    "python-config",
  ];
  expect(names.map(interpreterKind)).toEqual([
    "python",
    "python",
    "python",
    "python",
    "node",
    "r",
    "julia",
    undefined,
    undefined,
    undefined,
  ]);
});

describe("the program that a command line starts in the end", () => {
  test("is looked for behind env, nice and nohup", () => {
    expect(target("env A=1 B=2 python3 x.py")).toEqual({ where: "program", program: "python3" });
    expect(target("nohup env -i /bin/node x.js")).toEqual({ where: "program", program: "/bin/node" });
    expect(target("./train --lr 1")).toEqual({ where: "program", program: "./train" });
  });

  test("is the project's interpreter for the runners of package managers", () => {
    expect(target("uv run train.py")).toEqual({ where: "project", kind: "python", tool: "uv" });
    expect(target("uv run --frozen python train.py")).toMatchObject({ where: "project" });
    expect(target("poetry run python train.py")).toMatchObject({ kind: "python", tool: "poetry" });
    expect(target("npm run train")).toMatchObject({ kind: "node" });
    expect(target("npx tsx train.ts")).toMatchObject({ kind: "node" });
  });

  test("is that of an environment which conda is told", () => {
    expect(target("conda run -n ml python x.py")).toEqual({ where: "conda", name: "ml" });
    expect(target("conda run --prefix=/envs/ml python x.py")).toEqual({ where: "conda", prefix: "/envs/ml" });
    expect(target("conda run python x.py")).toEqual({ where: "conda" });
  });

  test("is nothing where options leave it open", () => {
    for (const command of [
      "uv run --with torch train.py",
      "uv pip install x",
      "nice -n 5 python x",
      "env -u A python x",
      "conda run -v -n ml python",
      "env A=1",
    ]) {
      expect(target(command), command).toBeUndefined();
    }
    expect(commandTarget([])).toBeUndefined();
  });
});

test("a script's first line names its program", () => {
  expect(shebangProgram("#!/usr/bin/python3 -u")).toBe("/usr/bin/python3");
  expect(shebangProgram("#! /usr/bin/env python3\n")).toBe("python3");
  expect(shebangProgram("#!/usr/bin/env -S A=1 node --x")).toBe("node");
  expect(shebangProgram("import os")).toBeUndefined();
});
