import { expect, test } from "vitest";
import { retarget } from "../../../../../src/app/runs/reproduce/retarget.js";

test("paths into a worktree lead into the other one, also behind an option's =", () => {
  const argv = [
    "/home/u/p/.venv/bin/python",
    "/home/u/p/train.py",
    "--out=/home/u/p/m",
    "--in=/data",
    "/home/u/p",
  ];
  expect(retarget(argv, ["/home/u/p"], "/tmp/w")).toEqual([
    "/tmp/w/.venv/bin/python",
    "/tmp/w/train.py",
    "--out=/tmp/w/m",
    "--in=/data",
    "/tmp/w",
  ]);
});

test("what only begins like it, or is no path, stays", () => {
  const argv = ["/home/u/project/a", "home/u/p", "x=/home/u/p/a", "--flag"];
  expect(retarget(argv, ["/home/u/p"], "/tmp/w")).toEqual(argv);
});

test("the first worktree that holds a path counts", () => {
  expect(retarget(["/p/.trees/a/x", "/p/y"], ["/p/.trees/a", "/p"], "/w")).toEqual(["/w/x", "/w/y"]);
});
