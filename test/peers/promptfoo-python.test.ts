import { expect, test } from "vitest";
import { mlx } from "../support/mlx.js";
import { needsPython, projects } from "./promptfoo-peer.mjs";
import { comparable, mlxRows, recorded } from "./promptfoo-projects.js";

// The other projects run in test/cli/eval-promptfoo.test.ts, which needs no Python.
test.each(projects.filter(needsPython))(
  "%s: each case has the verdict, the score and the output that promptfoo gave it",
  async (name) => {
    const mine = comparable(name, await mlxRows(mlx, name, {}));
    expect(mine).toEqual(comparable(name, recorded.projects[name] ?? []));
  },
);
