import { readFileSync, rmSync } from "node:fs";
import { describe, expect, test, vi } from "vitest";
import {
  githubSteps,
  gitlabJobs,
  runInBash,
  runSteps,
  type StepResult,
  summaryFile,
} from "../support/ci-pipeline.js";
import { mlxBinary } from "../support/mlx.js";
import { plainFolder, type TestRepo } from "../support/repo.js";

// Each of them makes a project and runs whole pipelines, as a CI service would.
vi.setConfig({ testTimeout: 300_000 });

const ben = { GIT_AUTHOR_NAME: "Ben", GIT_AUTHOR_EMAIL: "ben@example.com" };

async function must(repo: TestRepo, command: string, env: NodeJS.ProcessEnv = {}): Promise<string> {
  const { code, stdout, stderr } = await mlxBinary(repo, command, { env });
  if (code !== 0) throw new Error(`mlx ${command} exited ${code}\n${stdout}${stderr}`);
  return stdout;
}

/** A project as somebody has it who has just made and committed it. */
async function project(template: string): Promise<TestRepo> {
  const repo = plainFolder();
  await must(repo, `init --template ${template} --quiet`);
  repo.git("branch", "--move", "main");
  repo.commit("Begin with mlx");
  return repo;
}

function edit(repo: TestRepo, path: string, before: string | RegExp, after: string): void {
  const text = repo.read(path);
  const edited = text.replace(before, after);
  if (edited === text) throw new Error(`${path} lacks ${before}`);
  repo.write({ [path]: edited });
}

/** What GitHub would say of the last commit, from a clone of its own that is as deep as its checkout. */
async function onGithub(
  repo: TestRepo,
): Promise<{ red: string | undefined; results: StepResult[]; clone: TestRepo }> {
  const clone = repo.clone("--depth=1");
  rmSync(summaryFile(clone), { force: true });
  const results = await runSteps(clone, githubSteps(clone.read(".github/workflows/mlx.yml")));
  return { red: results.find(({ code }) => code !== 0)?.name, results, clone };
}

/** The exit code of one of GitLab's jobs, in a clone of its own. */
async function onGitlab(repo: TestRepo, job: string): Promise<number> {
  const found = gitlabJobs(repo.read(".gitlab-ci.yml")).find(({ name }) => name === job);
  if (found === undefined) throw new Error(`.gitlab-ci.yml has no job ${job}`);
  return (await runInBash(repo.clone("--depth=1"), found.run)).code;
}

/** Tracks a changed file, and commits. */
async function changeData(repo: TestRepo, path: string, change: (text: string) => string): Promise<void> {
  repo.write({ [path]: change(repo.read(path)) });
  await must(repo, `data add ${path} --quiet`);
  await must(repo, "data push --quiet");
  repo.commit("Change the data");
}

const failedOf = (results: readonly StepResult[]) => results.filter(({ code }) => code !== 0);

describe.each(["minimal", "tabular", "llm"])("%s", (template) => {
  test("a fresh clone runs every step of both workflows, changes nothing, and the summary tells of it", async () => {
    const repo = await project(template);
    const { results, clone } = await onGithub(repo);
    expect(failedOf(results)).toEqual([]);
    expect(results.length).toBeGreaterThan(4);
    expect(clone.git("status", "--short")).toBe("");
    const summary = readFileSync(summaryFile(clone), "utf8");
    expect(summary).toContain("fits schemas/");
    expect(summary).toContain("**Rebuildable from commit and data version**");
    for (const { name, run, after } of gitlabJobs(repo.read(".gitlab-ci.yml"))) {
      const job = repo.clone("--depth=1");
      expect([name, await runInBash(job, run)]).toMatchObject([name, { code: 0 }]);
      expect([name, await runInBash(job, after)]).toMatchObject([name, { code: 0 }]);
      expect([name, job.git("status", "--short")]).toEqual([name, ""]);
    }
  });

  test("its hooks for the pre-commit framework pass, as their command lines are", async () => {
    const repo = await project(template);
    const entries = [...repo.read(".pre-commit-config.yaml").matchAll(/entry: (.+)/g)].map(
      ([, entry = ""]) => entry,
    );
    expect(entries.length).toBeGreaterThan(1);
    for (const entry of entries)
      expect([entry, await runInBash(repo, entry)]).toMatchObject([entry, { code: 0 }]);
  });
});

describe("minimal, broken", () => {
  test("data that were not pushed turn the first step red", async () => {
    const repo = await project("minimal");
    repo.write({
      "data/penguins.csv": `${repo.read("data/penguins.csv")}Adelie,Dream,40,18,190,3700,male,2009\n`,
    });
    await must(repo, "data add data/penguins.csv --quiet");
    repo.commit("One more penguin");
    expect((await onGithub(repo)).red).toBe("Bring the data");
  });

  test("a row that breaks the schema turns its step red, and the summary names the row", async () => {
    const repo = await project("minimal");
    await changeData(repo, "data/penguins.csv", (text) => text.replace("Torgersen,39.1,", "Torgersen,391,"));
    const { red, clone } = await onGithub(repo);
    expect(red).toBe("Do the data keep their schema?");
    expect(readFileSync(summaryFile(clone), "utf8")).toContain("391");
  });
});

describe("tabular, broken", () => {
  test("a row that breaks the schema turns its step red", async () => {
    const repo = await project("tabular");
    await changeData(repo, "data/penguins.csv", (text) => text.replace(/^Adelie/m, "Adeli"));
    expect((await onGithub(repo)).red).toBe("Do the data keep their schemas?");
  });

  test("a worse model turns the evaluation red, and GitLab's job too", async () => {
    const repo = await project("tabular");
    edit(repo, "params.json", '"bill_length_mm", ', "");
    edit(repo, "params.json", '"learning_rate": 1', '"learning_rate": 0.1');
    repo.commit("Learn more slowly, from less");
    expect((await onGithub(repo)).red).toBe("Is the model good enough?");
    expect(await onGitlab(repo, "model")).toBe(1);
  });

  test("data that moved within their schema turn the drift check red", async () => {
    const repo = await project("tabular");
    const heavier = (row: string) =>
      row.replace(/,(\d{4}),(male|female|NA),/, (_, mass, sex) => `,${Number(mass) + 600},${sex},`);
    await changeData(repo, "data/penguins.csv", (text) => text.split("\n").map(heavier).join("\n"));
    expect((await onGithub(repo)).red).toBe("Have the data drifted?");
  });

  test("a version in staging goes to production once all that its gates ask for is on record; until then its step is red", async () => {
    const repo = await project("tabular");
    await must(repo, "run --name first --output model.json --output predictions.jsonl -- node train.mjs");
    await must(repo, "model register penguins model.json --run last -m First");
    await must(repo, "data push --quiet");
    repo.commit("Register penguins 1");
    await must(repo, "eval run penguins --record --model penguins@1");
    await must(repo, "model promote penguins@1 --to staging -m 'Looks right'");
    repo.commit("penguins 1 in staging");
    const waiting = await onGithub(repo);
    expect(waiting.red).toBe("May what is in staging go to production?");
    expect(readFileSync(summaryFile(waiting.clone), "utf8")).toMatch(/approvals: 1/);
    expect(await onGitlab(repo, "promotion")).toBe(1);

    await must(repo, "drift check penguins --record penguins@1");
    await must(repo, "runs reproduce first --record penguins@1");
    await must(repo, "model approve penguins@1 -m 'Looked at all three errors'", ben);
    repo.commit("Evidence and approval");
    expect(failedOf((await onGithub(repo)).results)).toEqual([]);
    expect(await onGitlab(repo, "promotion")).toBe(0);
    await must(repo, "model promote penguins@1 --to production");
    repo.commit("penguins 1 in production");
    const { results, clone } = await onGithub(repo);
    expect(failedOf(results)).toEqual([]);
    await must(clone, "model pull penguins@production --to served");
    expect(clone.read("served/model.json")).toBe(repo.read("model.json"));

    edit(repo, "models/penguins/versions/1.json", '"First"', '"Fist"');
    repo.commit("Touch the record");
    expect((await onGithub(repo)).red).toBe("Is everything that was released intact?");
  });
});

describe("llm, broken", () => {
  test("a key in a prompt turns the lint red", async () => {
    const repo = await project("llm");
    edit(
      repo,
      "prompts/route/prompt.md",
      "You sort",
      `Your token is ghp_${"a1B2c3D4e5F6".repeat(3)}.\nYou sort`,
    );
    repo.commit("Give it a key");
    expect((await onGithub(repo)).red).toBe("Are the prompts free of errors and secrets?");
  });

  test("a prompt that says less turns the evaluation red", async () => {
    const repo = await project("llm");
    edit(repo, "prompts/route/prompt.md", /^- returns: .*$/m, "- returns: what comes back");
    repo.commit("Shorten the prompt");
    expect((await onGithub(repo)).red).toBe("Is the prompt good enough?");
  });

  test("messages of another kind turn the drift check red", async () => {
    const repo = await project("llm");
    const other = (line: string, i: number) =>
      i % 2 === 0
        ? line.replace(/"text":"[^"]*"/, '"text":"Please cancel my subscription to the magazine"')
        : line;
    await changeData(repo, "data/inbox.jsonl", (text) => text.split("\n").map(other).join("\n"));
    expect((await onGithub(repo)).red).toBe("Have the messages drifted?");
  });

  test("a candidate becomes stable once it was evaluated and somebody else approved it; until then its step is red", async () => {
    const repo = await project("llm");
    await must(repo, "prompt publish route --version 1.0.0 -m First");
    repo.commit("Publish route 1.0.0");
    await must(repo, "prompt alias route candidate 1.0.0");
    repo.commit("route 1.0.0 is a candidate");
    expect((await onGithub(repo)).red).toBe("May the candidate become stable?");
    await must(repo, "eval run route --prompt route@1.0.0 --record");
    await must(repo, "prompt approve route@1.0.0 -m 'Read them all'", ben);
    repo.commit("Evidence and approval");
    expect(failedOf((await onGithub(repo)).results)).toEqual([]);
    await must(repo, "prompt alias route stable 1.0.0");
    repo.commit("Release route 1.0.0");
    expect(failedOf((await onGithub(repo)).results)).toEqual([]);
  });
});
