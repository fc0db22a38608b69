import type { Command } from "commander";
import type { CliContext } from "./command-context.js";
import { describe } from "./describe.js";
import { repeated } from "./repeated.js";

interface DiffFlags {
  readonly path: string[];
  readonly patch: boolean;
  readonly jsonl: boolean;
  readonly exitCode: boolean;
}

interface LsFlags {
  readonly recursive: boolean;
  readonly jsonl: boolean;
}

/** `mlx data diff|ls` */
export function addReadCommands(data: Command, context: CliContext): void {
  addDiff(data, context);
  addLs(data, context);
}

function addDiff(data: Command, context: CliContext): void {
  const command = data
    .command("diff")
    .summary("what became of each tracked file")
    .description(
      "Compares the data of two revisions, or of one (HEAD if none is named) with the data on disk, file by file.",
    )
    .argument("[from]", "a commit, branch or tag")
    .argument("[to]", "another one; the data on disk if absent")
    .option("--path <path>", "limit to this path; may be repeated", repeated, [])
    .option("-p, --patch", "show the changed lines of text files", false)
    .option("--exit-code", "exit 1 if anything differs", false)
    .option("--jsonl", "one JSON object a line", false)
    .action(
      context.action(async (app, from: string | undefined, to: string | undefined, flags: DiffFlags) => {
        const { diff } = await import("../commands/data/diff.js");
        const revisions = [from, to].filter((revision) => revision !== undefined);
        return diff(app, { ...flags, revisions, paths: flags.path });
      }),
    );
  describe(command, {
    examples: [
      ["mlx data diff", "since the last commit"],
      ["mlx data diff --patch", "with the changed lines of text files"],
      ["mlx data diff v1.0 main", "between two revisions"],
    ],
    exitCodes: {
      0: "done",
      1: "with --exit-code: something differs",
      3: "a list of files is not in the cache",
    },
  });
}

function addLs(data: Command, context: CliContext): void {
  const command = data
    .command("ls")
    .summary("list tracked data")
    .description("Lists tracked files and folders with their sizes, as they are or as a revision had them.")
    .argument("[ref]", "a commit, branch or tag; the working tree if absent")
    .argument("[paths...]", "limit to these paths")
    .option("-R, --recursive", "list the files inside folders", false)
    .option("--jsonl", "one JSON object a line", false)
    .action(
      context.action(async (app, ref: string | undefined, paths: string[], flags: LsFlags) => {
        const { ls } = await import("../commands/data/ls.js");
        return ls(app, { ...flags, names: ref === undefined ? paths : [ref, ...paths] });
      }),
    );
  describe(command, {
    examples: [
      ["mlx data ls", "tracked files and folders with their sizes"],
      ["mlx data ls images/cats", "the files of a part of a tracked folder"],
      ["mlx data ls v1.0 --recursive", "every file that a tag tracked"],
    ],
    exitCodes: { 0: "done" },
  });
}
