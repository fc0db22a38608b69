import { cpSync, readFileSync } from "node:fs";
import type { MlxResult } from "../support/mlx.js";
import { gitRepo, type TestRepo } from "../support/repo.js";
import { folderOf, type PeerRow } from "./promptfoo-peer.mjs";

/** What promptfoo itself made of the projects. */
export const recorded: { readonly projects: Readonly<Record<string, readonly PeerRow[]>> } = JSON.parse(
  readFileSync(new URL("../fixtures/promptfoo/recorded.json", import.meta.url), "utf8"),
);

/** How mlx is started: in this process, or as the built binary. */
type Start = (
  repo: TestRepo,
  command: readonly string[],
  options: { env: NodeJS.ProcessEnv },
) => Promise<MlxResult>;

/**
 * Projects in which the order of cases is promptfoo's own: it takes the files of a pattern as the disk lists them, and repeats
 * a test before it multiplies the test's variables.
 */
const inAnyOrder = new Set(["prompt-files", "repeats", "var-files", "yaml-tests"]);

/** Results as they are compared: row by row, save where the order says nothing. */
export function comparable(name: string, rows: readonly PeerRow[]): readonly PeerRow[] {
  if (!inAnyOrder.has(name)) return rows;
  const key = ({ status, score, output }: PeerRow) => JSON.stringify([output, status, score]);
  return rows.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** Runs a project of promptfoo with mlx. @returns its results, in the same form as promptfoo's. */
export async function mlxRows(
  start: Start,
  name: string,
  env: Readonly<Record<string, string>>,
): Promise<readonly PeerRow[]> {
  const repo = gitRepo({ "README.md": "a project of promptfoo" });
  cpSync(folderOf(name), repo.path(name), { recursive: true });
  const command = ["eval", "run", `${name}/promptfooconfig.yaml`, "--no-cache", "--output", "results.jsonl"];
  const { code, stderr } = await start(repo, command, { env });
  if (!repo.exists("results.jsonl")) throw new Error(`${name}: mlx ended with ${code}: ${stderr}`);
  return repo
    .read("results.jsonl")
    .split("\n")
    .flatMap((line) => (line === "" ? [] : [JSON.parse(line)]))
    .filter((row) => row.status !== undefined && row.index !== undefined)
    .map((row): PeerRow => {
      if (row.status === "errored") return { status: "errored" };
      const named = Object.entries<number>(row.namedScores).map(([key, value]) => [
        key,
        Number(value.toFixed(9)),
      ]);
      return {
        status: row.status,
        score: Number(row.score.toFixed(9)),
        output: row.output ?? null,
        named: Object.fromEntries(named),
      };
    });
}
