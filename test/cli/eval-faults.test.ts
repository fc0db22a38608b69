import { expect, test } from "vitest";
import { resultsIn, servedProject } from "../support/evals/eval-project.js";
import { mlx } from "../support/mlx.js";

test.each([
  ["401", "CREDENTIALS", 1],
  ["403", "CREDENTIALS", 3],
  ["404", "REQUEST", 3],
  ["500", "SERVER", 6],
  ["html-502", "SERVER", 6],
  ["html", "GARBAGE", 3],
  ["empty", "GARBAGE", 3],
  ["broken-json", "GARBAGE", 3],
  ["garbled", "GARBAGE", 3],
  ["half", "SERVER", 6],
  ["cut", "SERVER", 6],
  ["reset", "NETWORK", 6],
  ["hang", "TIMEOUT", 6],
])(
  "a provider whose fault is %s makes errors of %s, and is asked again only where that may help",
  async (fault, kind, requests) => {
    const { repo, server } = await servedProject(3, { model: `fault-${fault}` });
    const { code, json } = await mlx(
      repo,
      "eval run served --json --retries 1 --concurrency 1 --timeout 1 --output r.jsonl",
    );
    expect(code).toBe(3);
    expect(json).toMatchObject({ verdict: "error", cases: { total: 3, errored: 3 }, stopped: null });
    for (const result of resultsIn(repo, "r.jsonl")) {
      expect(result).toMatchObject({ status: "errored", error: { code: `MLX_PROVIDER_${kind}` } });
      expect(result).not.toHaveProperty("score");
    }
    expect(server.requests).toHaveLength(requests);
    const stats = await mlx(repo, "eval cache --json");
    expect(stats.json["entries"]).toBe(0);
  },
);

test("a judge that answers in prose makes an error of the case, under not- too", async () => {
  const { repo, server } = await servedProject(1, {
    rules: [{ when: /./, say: "It is quite good, I would pass it." }],
  });
  const provider = `{id: "openai:chat:judge", config: {apiBaseUrl: "${server.url}/v1", apiKeyRequired: false}}`;
  for (const type of ["llm-rubric", "not-llm-rubric"]) {
    const suite = repo
      .read("evals/served.eval.yaml")
      .replace(/graders: .*/, `graders: [{${type}: kind, provider: ${provider}}]`);
    repo.write({ "evals/judged.eval.yaml": suite });
    const { code, json } = await mlx(repo, "eval run judged --provider echo --json --output r.jsonl");
    expect([code, json["verdict"]]).toEqual([3, "error"]);
    expect(resultsIn(repo, "r.jsonl")[0]).toMatchObject({
      status: "errored",
      grades: [{ type, status: "errored", reason: expect.stringContaining("no JSON object") }],
    });
  }
});

test("what a data set holds is never a template: neither the environment nor a file is read for it", async () => {
  const { repo } = await servedProject(0);
  const traps = [
    "{{ env.HOMETOWN }}",
    "{{env['HOMETOWN']}}",
    "{% include 'secret.txt' %}",
    "file://secret.txt",
  ];
  const row = (say: string, index: number) => ({ id: `c${index}`, say, want: say });
  repo.write({
    "evals/secret.txt": "nobody may see this",
    "evals/cases.jsonl": traps.map((say, index) => `${JSON.stringify(row(say, index))}\n`).join(""),
  });
  const { code } = await mlx(repo, "eval run served --provider echo --output r.jsonl", {
    env: { HOMETOWN: "far away" },
  });
  expect(code).toBe(0);
  expect(resultsIn(repo, "r.jsonl").map(({ output }) => output)).toEqual(
    traps.map((say, index) => `say ${say} c${index}`),
  );
  expect(repo.read("r.jsonl")).not.toMatch(/far away|nobody may see/);
});
