import { spawnSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { plainFolder } from "../support/repo.js";

/** It starts about a hundred processes one after the other, while other tests keep the machine busy. */
const patience = { timeout: 480_000 };

const script = fileURLToPath(new URL("../../scripts/quickstart.mjs", import.meta.url));

/** Runs the quickstart where only node and git are set up: no identity, no configuration. */
function quickstart(...args: string[]) {
  const place = plainFolder();
  const env = {
    ...place.env,
    TMPDIR: place.root,
    TEMP: place.root,
    TMP: place.root,
    GIT_CONFIG_GLOBAL: undefined,
  };
  const result = spawnSync(process.execPath, [script, ...args], { cwd: place.root, env, encoding: "utf8" });
  return { ...result, root: place.root, left: readdirSync(place.root) };
}

test("the quickstart tells its story with real commands and leaves two pages", patience, () => {
  const { status, stdout, stderr, root, left } = quickstart();
  expect(stderr).toBe("");
  expect(status).toBe(0);
  for (const command of [
    "init",
    "data add",
    "data push",
    "data pull",
    "data verify",
    "data diff --patch",
    "data status",
    "run --name baseline",
    "drift baseline penguins",
    "drift check penguins",
    "drift report penguins --html",
    "runs compare",
    "runs best",
    "runs reproduce all-measurements --record penguins@2",
    "model register penguins model.json",
    "model promote penguins@1 --to production",
    "model approve penguins@2",
    "model promote penguins@2 --to production --commit",
    "model rollback penguins production",
    "registry verify --remote",
    "model pull penguins@production --to serving",
    "doctor",
    "prompt lint",
    "hooks install",
    "prompt publish answer --bump minor",
    "prompt diff",
    "prompt alias answer stable --rollback",
    "registry log",
    "registry verify",
    "eval run penguins",
    "eval run answer",
    "eval baseline accept answer",
    "eval compare baseline last",
    "eval judge answer --labels evals/labels/answer.jsonl",
    "eval run answer --prompt answer@1.1.1 --record",
    "prompt alias answer stable 1.1.1",
  ])
    expect(stdout).toContain(`$ mlx ${command}`);
  expect(stdout).toContain("+Adelie,Torgersen,39.9,");
  expect(stdout).toContain("second push  1 object, 2,484 bytes: only what changed");
  expect(stdout).toContain("trained      2 models: 73.8 % and 97.1 % of the held-out penguins recognised");
  expect(stdout).toMatch(/^ *identical outputs$/m);
  expect(stdout).toMatch(/qestion is not an input +undeclared-variable\n +hint: did you mean question\?/);
  expect(stdout).toMatch(/a GitHub token stands in the text +secret/);
  expect(stdout).not.toMatch(/ghp_/);
  expect(stdout).toMatch(/failed +evaluation: penguins · failed: 76 of 103 cases, 73\.8%/);
  expect(stdout).toMatch(/failed +approvals: 1 · 0 of 1\n +next: ask somebody other than its author/);
  expect(stdout).toContain("production of penguins: 3 → 2 (rolled back)");
  expect(stdout).toMatch(
    /promoted {5}3 versions through 5 gates, one refused and one taken back; 8 events on record/,
  );
  expect(stdout).toContain("released     2 versions of one of 3 prompts; 5 decisions on record");
  expect(stdout).toMatch(
    /evaluated {4}66 questions: 9\d\.\d % answered well, 7\d\.\d % without one rule of the prompt/,
  );
  expect(stdout).toMatch(/✗ groundedness .*not mentioned/);
  expect(stdout).toContain("judged       the second one passes: 95% interval 91.8 to 99.0 %");
  expect(stdout).toContain("✗ accuracy ≥ 0.8 (island: Dream): 0.3721 (95%: 0.2438 to 0.5214)");
  expect(stdout).toContain("regressed, −21.2 points (95%: −32.5 to −13.1)");
  expect(stdout).toContain("no evidence of change (0 points (95%: −5.5 to +5.5)");
  expect(stdout).toMatch(/failed +evaluation: answer +there is no evidence/);
  expect(stdout).toContain("the judge's κ is 0.92");
  expect(stdout).not.toContain("\u001b[");
  expect(left).toHaveLength(1);
  const [folder] = left.map((name) => join(root, name));
  const pages = readdirSync(folder ?? "");
  expect(pages).toEqual(["penguins.html", "support-bot.html"]);
  for (const page of pages.map((name) => join(folder ?? "", name))) {
    expect(statSync(page).size).toBeGreaterThan(50_000);
    expect(stdout).toContain(pathToFileURL(page).href);
  }
});

test("with --keep the folder stays for a look around", patience, () => {
  const { status, stdout, left } = quickstart("--keep");
  expect(status).toBe(0);
  expect(left).toHaveLength(1);
  expect(stdout).toContain(`kept in `);
  expect(stdout).toContain(left[0]);
});
