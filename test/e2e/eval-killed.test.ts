import { expect, test } from "vitest";
import { echoSuite, servedProject } from "../support/evals/eval-project.js";
import { LiveMlx, until } from "../support/live-mlx.js";
import { mlxBinary } from "../support/mlx.js";
import { gitRepo } from "../support/repo.js";

const count = 60;

function listed(json: Record<string, unknown>): Record<string, unknown> {
  return Object(json["evaluations"])[0];
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test.each([1, 15, 45])(
  "kill -9 after %i requests: what was answered is kept, and to go on repeats no finished call",
  async (requests) => {
    const project = await servedProject(count, { delayMs: 8 });
    const live = new LiveMlx(project.repo, ["eval", "run", "served", "--no-cache", "--concurrency", "2"]);
    await until("it asks", () => project.server.requests.length >= requests);
    live.kill("SIGKILL");
    await live.done;
    const dead = listed((await mlxBinary(project.repo, "eval list --json")).json);
    expect(dead["status"]).toBe("interrupted");
    const written = project.repo.read(`.mlx/evals/${dead["id"]}.jsonl`).split("\n").length - 1;
    const asked = project.server.requests.length;
    // Two were under way, and the answers of as many may have come in the moment of death.
    expect(written).toBeGreaterThanOrEqual(asked - 4);
    const resumed = await mlxBinary(project.repo, "eval run served --resume --no-cache --json");
    expect(resumed.code).toBe(0);
    expect(resumed.json).toMatchObject({ id: dead["id"], cases: { total: count, passed: count } });
    expect(project.server.requests).toHaveLength(asked + count - written);
  },
);

test("answers that the killed process had in the cache are not asked for again", async () => {
  const project = await servedProject(count, { delayMs: 8 });
  const live = new LiveMlx(project.repo, ["eval", "run", "served", "--concurrency", "2"]);
  await until("it asks", () => project.server.requests.length >= 20);
  live.kill("SIGKILL");
  await live.done;
  const asked = project.server.requests.length;
  const anew = await mlxBinary(project.repo, "eval run served --json");
  expect(anew.code).toBe(0);
  expect(project.server.requests.length).toBeLessThanOrEqual(count + 4);
  expect(project.server.requests.length).toBeGreaterThanOrEqual(asked);
});

test("Ctrl-C once ends with 130 when what is under way is finished; twice it ends at once, and nothing is broken", async () => {
  const project = await servedProject(count, { delayMs: 400 });
  const argv = ["eval", "run", "served", "--no-cache", "--concurrency", "2"];
  const once = new LiveMlx(project.repo, argv);
  await until("it asks", () => project.server.requests.length >= 3);
  once.kill("SIGINT");
  const { code, stderr } = await once.done;
  expect(code).toBe(130);
  expect(stderr).toContain("interrupted; the results of 4 of 60 cases are kept");

  const twice = new LiveMlx(project.repo, [
    "eval",
    "run",
    "served",
    "--resume",
    "--no-cache",
    "--concurrency",
    "2",
  ]);
  const before = project.server.requests.length;
  await until("it asks again", () => project.server.requests.length >= before + 3);
  twice.kill("SIGINT");
  await new Promise((later) => setTimeout(later, 50));
  const began = performance.now();
  twice.kill("SIGINT");
  expect((await twice.done).code).toBe(130);
  expect(performance.now() - began).toBeLessThan(350);
  const { json } = await mlxBinary(project.repo, "eval list --json");
  expect(listed(json)).toMatchObject({ status: "interrupted" });
  const shown = await mlxBinary(project.repo, "eval show last --failed");
  expect(shown.code).toBe(0);
});

test("a script that never comes back does not outlive an mlx that is killed", async () => {
  const hangs = 'require("node:fs").writeFileSync("pid", String(process.pid)); for (;;) {}';
  const repo = gitRepo({
    "evals/echo.eval.yaml": echoSuite.replace("[contains]", `[{javascript: '${hangs}'}]`),
    "evals/cases.jsonl": '{"id": "a", "say": "yes", "want": "yes", "language": "de"}\n',
  });
  const live = new LiveMlx(repo, ["eval", "run", "echo"]);
  await until("the script runs", () => repo.exists("evals/pid") && repo.read("evals/pid") !== "");
  live.kill("SIGKILL");
  await live.done;
  const pid = Number(repo.read("evals/pid"));
  await until("the script is gone", () => !isAlive(pid));
});

test("programs that are asked end with the mlx that is interrupted twice", async () => {
  const repo = gitRepo({
    "evals/echo.eval.yaml": echoSuite.replace("providers: echo", 'providers: "exec:sh slow.sh"'),
    "evals/slow.sh": "echo $$ > pid\nsleep 90\n",
    "evals/cases.jsonl": '{"id": "a", "say": "yes", "want": "yes", "language": "de"}\n',
  });
  const live = new LiveMlx(repo, ["eval", "run", "echo"]);
  await until("the program runs", () => repo.exists("evals/pid") && repo.read("evals/pid") !== "");
  live.kill("SIGINT");
  await new Promise((later) => setTimeout(later, 50));
  live.kill("SIGINT");
  expect((await live.done).code).toBe(130);
  const pid = Number(repo.read("evals/pid"));
  await until("the program is gone", () => !isAlive(pid));
});

test("SIGTERM is taken like Ctrl-C", async () => {
  const project = await servedProject(count, { delayMs: 20 });
  const live = new LiveMlx(project.repo, ["eval", "run", "served", "--no-cache", "--concurrency", "1"]);
  await until("it asks", () => project.server.requests.length >= 3);
  live.kill("SIGTERM");
  expect((await live.done).code).toBe(143);
  expect(listed((await mlxBinary(project.repo, "eval list --json")).json)["status"]).toBe("interrupted");
});

test("10,000 cases run in a few seconds and stay small in memory, and are written in their order", async () => {
  const rows = Array.from(
    { length: 10_000 },
    (_, index) => `{"id": "c${index}", "say": "yes", "want": "yes"}\n`,
  );
  const suite = echoSuite.replace("slices: [language]\n", "");
  const repo = gitRepo({
    "evals/echo.eval.yaml": suite.replace("[contains]", "[contains, {starts-with: say}]"),
    "evals/cases.jsonl": rows.join(""),
  });
  const heap = { nodeArguments: ["--max-old-space-size=120"] };
  const { code, json } = await mlxBinary(repo, "eval run echo --json --output all.jsonl", heap);
  expect(code).toBe(0);
  expect(json).toMatchObject({ cases: { total: 10_000, passed: 10_000 } });
  expect(Number(json["elapsedMs"])).toBeLessThan(15_000);
  const lines = repo.read("all.jsonl").trimEnd().split("\n");
  expect(lines.every((line, index) => line.includes(`"index":${index},`))).toBe(true);
});
