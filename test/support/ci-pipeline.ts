import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { binaryPath } from "./mlx.js";
import type { TestRepo } from "./repo.js";

/** A step of a workflow that runs something, as GitHub would. */
export interface CiStep {
  readonly name: string;
  readonly run: string;
  /** `if: always()`: it runs after a failure, too. */
  readonly always: boolean;
}

export interface StepResult {
  readonly name: string;
  readonly code: number;
  /** Standard output and errors. */
  readonly output: string;
}

/** The steps of the jobs of a GitHub workflow that run something; those that `uses:` have done are left out. */
export function githubSteps(workflow: string): CiStep[] {
  const document = Object(parse(workflow));
  return Object.values(Object(document.jobs)).flatMap((job) =>
    [Object(job).steps]
      .flat()
      .flatMap(({ name, run, if: condition }) =>
        typeof run === "string" ? [{ name, run, always: condition === "always()" }] : [],
      ),
  );
}

/** Words at the top of a GitLab file that are no jobs. */
const keywords = ["default", "image", "include", "stages", "variables", "workflow", "before_script"];

/** The jobs of a GitLab file: what is run before, by, and after each. */
export function gitlabJobs(text: string): { name: string; run: string; after: string }[] {
  const document = Object(parse(text));
  const shared = Object(document.default);
  const lines = (value: unknown) => [value ?? []].flat(2).join("\n");
  return Object.keys(document)
    .filter((key) => !keywords.includes(key) && !key.startsWith("."))
    .map((name) => {
      const job = Object(document[name]);
      const before = lines(job.before_script ?? shared.before_script);
      return { name, run: `${before}\n${lines(job.script)}`, after: lines(job.after_script) };
    });
}

/** Runs steps one after the other as GitHub does: after the first that fails only those that always run. */
export async function runSteps(repo: TestRepo, steps: readonly CiStep[]): Promise<StepResult[]> {
  const results: StepResult[] = [];
  for (const { name, run, always } of steps) {
    const failed = results.some(({ code }) => code !== 0);
    if (!failed || always) results.push({ name, ...(await runInBash(repo, run)) });
  }
  return results;
}

/** The file that `$GITHUB_STEP_SUMMARY` names. */
export function summaryFile({ home }: TestRepo): string {
  return join(home, "summary.md");
}

/** Runs lines in bash as CI services start it, with this mlx on PATH. */
export function runInBash(repo: TestRepo, lines: string): Promise<{ code: number; output: string }> {
  const program = join(repo.home, "bin", "mlx");
  mkdirSync(dirname(program), { recursive: true });
  writeFileSync(program, '#!/bin/sh\nexec "$MLX_NODE" "$MLX_SCRIPT" "$@"\n', { mode: 0o755 });
  return new Promise((settle, reject) => {
    const child = spawn(
      "bash",
      ["--noprofile", "--norc", "-eo", "pipefail", "-c", `PATH="$HOME/bin:$PATH"\n${lines}`],
      {
        cwd: repo.root,
        env: {
          ...repo.env,
          ...{ MLX_NODE: process.execPath, MLX_SCRIPT: binaryPath },
          ...{ CI: "true", GITHUB_STEP_SUMMARY: summaryFile(repo), LC_ALL: "C.UTF-8" },
        },
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
    const chunks: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.on("error", reject);
    child.on("close", (code) => settle({ code: code ?? -1, output: Buffer.concat(chunks).toString("utf8") }));
  });
}
