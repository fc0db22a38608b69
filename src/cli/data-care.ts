import { type Command, InvalidArgumentError, Option } from "commander";
import type { CliContext } from "./command-context.js";
import { describe } from "./describe.js";

interface MergeFlags {
  readonly ancestor: string;
  readonly ours: string;
  readonly theirs: string;
  readonly path: string;
  readonly markerSize: number;
}

interface VerifyFlags {
  readonly remote?: string | boolean;
  readonly repair: boolean;
  readonly dryRun: boolean;
}

interface GcFlags {
  readonly apply: boolean;
  readonly dryRun: boolean;
  readonly remote?: string | boolean;
  /** Milliseconds. */
  readonly grace: number;
}

/** `mlx data verify|gc`, and the merge driver that git calls. */
export function addCareCommands(data: Command, context: CliContext): void {
  addVerify(data, context);
  addGc(data, context);
  data
    .command("merge-driver", { hidden: true })
    .summary("merge two pointers; git calls it")
    .requiredOption("--ancestor <file>", "the common ancestor; empty if there is none")
    .requiredOption("--ours <file>", "our side; the result is written there")
    .requiredOption("--theirs <file>", "their side")
    .requiredOption("--path <path>", "the pointer's path in the repository")
    .option("--marker-size <size>", "length of the conflict markers", Number, 7)
    .action(
      context.action(async (app, flags: MergeFlags) => {
        const { mergeDriver } = await import("../commands/data/merge-driver.js");
        return mergeDriver(app, flags);
      }),
    );
}

function addVerify(data: Command, context: CliContext): void {
  const command = data
    .command("verify")
    .summary("read every object again and compare its digest")
    .description(
      "Reads every object again, of the whole cache or of what the paths need, and compares its digest. Damaged objects are put into quarantine, never deleted.",
    )
    .argument("[paths...]", "limit to what these paths, or versions of models, need")
    .option("--remote [remote]", "verify a remote's objects: reads each one back")
    .option("--repair", "make damaged objects anew from the working tree, the cache or the remote", false)
    .option("-n, --dry-run", "mend nothing, even with --repair", false)
    .action(
      context.action(async (app, paths: string[], flags: VerifyFlags) => {
        const { verify } = await import("../commands/data/verify.js");
        const { remote, repair, dryRun } = flags;
        return verify(app, { paths, repair: repair && !dryRun, ...(remote !== undefined && { remote }) });
      }),
    );
  describe(command, {
    examples: [
      ["mlx data verify", "the cache"],
      ["mlx data verify models/penguins", "what the versions of a model need"],
      ["mlx data verify --repair", "and mend what is damaged"],
      ["mlx data verify --remote", "the default remote, object by object"],
    ],
    exitCodes: {
      0: "every object is as its digest says",
      1: "damage was found, mended or not",
      3: "the remote failed",
      4: "no access",
    },
  });
}

function addGc(data: Command, context: CliContext): void {
  const command = data
    .command("gc")
    .summary("remove objects that nothing needs any more")
    .description(
      "Says what it would remove; removes it with --apply. Kept is what any working tree, index, branch or tag tip, stash or unpushed commit names, what older commits name unless a remote holds it, and the files of recorded runs. Collect in a remote only if no other repository keeps its data there.",
    )
    .option("--apply", "really remove", false)
    .option("-n, --dry-run", "only say what would go (the default)", false)
    .option("--remote [remote]", "collect in a remote: mark now, remove in a later run")
    .addOption(
      new Option("--grace <duration>", "how long a remote's candidates must have been marked, such as 12h")
        .argParser(duration)
        .default(duration("7d"), "7d"),
    )
    .action(
      context.action(async (app, flags: GcFlags) => {
        const { gc } = await import("../commands/data/gc.js");
        const { remote, grace } = flags;
        const apply = flags.apply && !flags.dryRun;
        return gc(app, { apply, graceMs: grace, ...(remote !== undefined && { remote }) });
      }),
    );
  describe(command, {
    examples: [
      ["mlx data gc", "what would go, and how much that frees"],
      ["mlx data gc --apply", "remove it"],
      ["mlx data gc --remote --apply", "mark a remote's candidates; remove those marked a week ago"],
    ],
    exitCodes: {
      0: "done",
      3: "refused: something that may need objects cannot be read (shallow clone, failed fetch)",
    },
  });
}

const unitsInMs: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** A duration such as `90s`, `12h` or `7d`, in milliseconds. */
function duration(text: string): number {
  const match = /^(\d+)([smhdw])$/.exec(text);
  const unit = unitsInMs[match?.[2] ?? ""];
  if (match?.[1] === undefined || unit === undefined)
    throw new InvalidArgumentError("Give a number and a unit: 30m, 12h, 7d.");
  return Number(match[1]) * unit;
}
