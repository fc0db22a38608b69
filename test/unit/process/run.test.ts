import { expect, test } from "vitest";
import { run } from "../../../src/process/run.js";

const here = { cwd: "/", env: process.env };

test("a program that takes longer than it may is ended, and counts as ended by a signal", async () => {
  const { code, stdout } = await run("sh", ["-c", "echo begun; exec sleep 60"], { ...here, timeoutMs: 300 });
  expect(code).toBe(128);
  expect(stdout.toString()).toBe("begun\n");
});

test("in a group of its own a program leads it, so that Ctrl-C does not reach it; else it is in ours", async () => {
  const groupOf = async (ownGroup: boolean) => {
    const { stdout } = await run("sh", ["-c", "echo $$; ps -o pgid= -p $$"], { ...here, ownGroup });
    return stdout.toString().trim().split(/\s+/);
  };
  const [leader, group] = await groupOf(true);
  expect(group).toBe(leader);
  const [pid, ours] = await groupOf(false);
  expect(ours).not.toBe(pid);
});
