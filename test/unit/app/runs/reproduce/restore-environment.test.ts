import { expect, test } from "vitest";
import { restoredEnvironment } from "../../../../../src/app/runs/reproduce/restore-environment.js";

const places = { roots: ["/p"], root: "/w", cwd: "/w/sub" };

test("recorded variables have their values again, and such that were not there are gone", () => {
  const env = { HOME: "/home/u", PYTHONHASHSEED: "1", OMP_NUM_THREADS: "8", PWD: "/p" };
  const context = { environment: { variables: { PYTHONHASHSEED: "0", MY_SETTING: "x" } } };
  expect(restoredEnvironment(env, context, places)).toEqual({
    HOME: "/home/u",
    PYTHONHASHSEED: "0",
    MY_SETTING: "x",
    PWD: "/w/sub",
  });
});

test("what says where a run took place stays as it is here", () => {
  const env = { VIRTUAL_ENV: "/p/.venv", GITHUB_SHA: "new" };
  const context = { environment: { variables: { VIRTUAL_ENV: "/other", GITHUB_SHA: "old", CI: "true" } } };
  expect(restoredEnvironment(env, context, places)).toEqual(env);
});

test("search paths for modules lead into the new worktree, and git finds it by itself", () => {
  const env = {
    PYTHONPATH: "/p/src:/usr/lib/x",
    GIT_DIR: "/p/.git",
    GIT_INDEX_FILE: "/p/i",
    GIT_AUTHOR_NAME: "A",
  };
  expect(restoredEnvironment(env, {}, places)).toEqual({
    PYTHONPATH: "/w/src:/usr/lib/x",
    GIT_AUTHOR_NAME: "A",
  });
});

test("a record without an environment changes nothing", () => {
  expect(restoredEnvironment({ OMP_NUM_THREADS: "8" }, {}, places)).toEqual({ OMP_NUM_THREADS: "8" });
});
