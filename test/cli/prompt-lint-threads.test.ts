import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { type LintShare, lintShare, type Settled, takeTargets } from "../../src/app/prompts/lint-share.js";
import { type LintThread, threadForFolder, threadForMany } from "../../src/app/prompts/lint-thread.js";
import { manyPrompts } from "../support/many-prompts.js";
import { type MlxResult, mlx } from "../support/mlx.js";
import { gitRepo, type TestRepo } from "../support/repo.js";

vi.mock("../../src/app/prompts/lint-thread.js", { spy: true });

/** Stands for the other thread in this one, so that who takes what is no matter of luck. */
function thread(work: (share: LintShare) => Promise<readonly Settled[]>): LintThread {
  let settled: Promise<readonly Settled[]> = Promise.resolve([]);
  return {
    give({ taken, ...share }) {
      settled = work({ taken, ...structuredClone(share) }).then((all) => structuredClone(all));
    },
    settled: () => settled,
    stop: () => undefined,
  };
}

/** Takes whatever there is before the first thread gets any. */
async function greedy(share: LintShare): Promise<readonly Settled[]> {
  for (const _ of takeTargets(share));
  return lintShare({ ...share, taken: new SharedArrayBuffer(4) });
}

async function failing(share: LintShare): Promise<readonly Settled[]> {
  await greedy(share);
  return [];
}

let repo: TestRepo;

beforeAll(async () => {
  repo = gitRepo(manyPrompts());
  repo.commit();
  for (const name of ["prompt-063", "prompt-084"]) {
    const { code, stderr } = await mlx(repo, `prompt publish ${name} --bump major -m first`);
    expect(stderr + code).toMatch(/0$/);
  }
  const frozen = "prompts/prompt-063/versions/1.0.0.md";
  repo.write({ [frozen]: `${repo.read(frozen)}More.\n` });
  repo.write({ "prompts/prompt-084/prompt.md": `${repo.read("prompts/prompt-084/prompt.md")}More.\n` });
  repo.remove("prompts/prompt-042");
});

const starts = [vi.mocked(threadForFolder), vi.mocked(threadForMany)];

afterEach(() => {
  for (const start of starts) start.mockReset();
});

/** What was had, a thread or none, each time that one was asked for. */
function started(): (LintThread | undefined)[] {
  return starts.flatMap(({ mock }) => mock.results.map(({ value }) => value));
}

function give(other: LintThread | undefined): void {
  for (const start of starts) start.mockClear().mockReturnValue(other);
}

async function lint(
  options: string,
  other: LintThread | undefined,
): Promise<Pick<MlxResult, "code" | "stdout" | "stderr">> {
  give(other);
  const { code, stdout, stderr } = await mlx(repo, `prompt lint ${options}`);
  expect(started()).toHaveLength(1);
  return { code, stdout, stderr };
}

describe("two threads tell of many prompts what one tells, to the byte", () => {
  test.each([
    "",
    "--json",
    "--format sarif",
    "--format junit",
    "--format github",
    "--fix --dry-run",
    "--rule secret",
    "--rule hidden-unicode --rule disable-comment --json",
    "prompts/ --json",
  ])("mlx prompt lint %s", async (options) => {
    const alone = await lint(options, undefined);
    expect(alone.code).toBe(1);
    expect(await lint(options, thread(lintShare))).toEqual(alone);
    expect(await lint(options, thread(greedy))).toEqual(alone);
    expect(await lint(options, thread(failing))).toEqual(alone);
  });
});

test("the other thread settles most prompts of every kind, so that few are left to be done again", async () => {
  const kept: Settled[] = [];
  const other = thread(async (share) => {
    kept.push(...(await greedy(share)));
    return kept;
  });
  await lint("", other);
  expect(kept.length).toBeGreaterThan(180);
  expect(new Set(kept.flatMap(({ findings }) => findings.map(({ rule }) => rule))).size).toBeGreaterThan(8);
});

test.each([
  ["the first thread", async () => []],
  ["either thread", lintShare],
  ["the other thread", greedy],
])(
  "of several files that are gone it is the first that is told, when %s comes upon them",
  async (_who, work) => {
    const vanishing = gitRepo(manyPrompts());
    const other = thread((share) => {
      for (const number of ["100", "050", "150"]) vanishing.remove(`prompts/prompt-${number}`);
      return work(share);
    });
    give(other);
    const { code, stderr } = await mlx(vanishing, "prompt lint --json");
    expect(code).toBe(2);
    expect(stderr).toContain("prompts/prompt-050/prompt.md");
  },
);

test("few prompts, or a few of many, start no thread", async () => {
  const few = gitRepo(manyPrompts(150));
  await mlx(few, "prompt lint");
  await mlx(repo, "prompt lint prompt-001 prompt-002");
  expect(started()).toEqual([undefined, undefined]);
});
