import { type Command, Option } from "commander";
import type { AddOptions } from "../commands/remote/add.js";
import type { DefaultOptions } from "../commands/remote/default.js";
import type { RemoveOptions } from "../commands/remote/remove.js";
import type { CliContext } from "./command-context.js";
import { describe } from "./describe.js";

const dryRun = ["-n, --dry-run", "say what would change and change nothing"] as const;

/** `mlx remote …` */
export function addRemoteCommands(remote: Command, context: CliContext): void {
  addAdd(remote, context);
  addList(remote, context);
  addRemove(remote, context);
  addDefault(remote, context);
  addCheck(remote, context);
}

function addAdd(remote: Command, context: CliContext): void {
  const command = remote
    .command("add")
    .summary("set up a store")
    .description(
      "Writes a store's address to mlx.yaml, for everyone, or with --local to .mlx/config.local.yaml. The first store becomes the default.",
    )
    .argument("<name>", "what the store is called here, such as origin")
    .argument("<url>", "a folder's path, file:///path or s3://bucket/prefix")
    .option("--default", "make it the default store")
    .option("--local", "for this computer alone")
    .option("--endpoint <url>", "the address of an S3-compatible server")
    .option("--region <region>", "the bucket's region")
    .option("--profile <profile>", "a profile of ~/.aws/config to take credentials from")
    .option("--path-style", "address buckets as a part of the path (default with --endpoint)")
    .option("--no-path-style", "address buckets as a part of the host name")
    .addOption(
      new Option("--checksums <when>", "when requests carry a CRC").choices([
        "when_required",
        "when_supported",
      ]),
    )
    .addOption(new Option("--encryption <kind>", "server-side encryption").choices(["AES256", "aws:kms"]))
    .option("--kms-key-id <id>", "the key for --encryption aws:kms")
    .option("--force", "replace a remote of that name")
    .option(...dryRun)
    .action(
      context.action(async (app, name: string, url: string, options: AddOptions) => {
        const { add } = await import("../commands/remote/add.js");
        return add(app, name, url, options);
      }),
    );
  describe(command, {
    examples: [
      ["mlx remote add origin s3://team-data/project", "a bucket of AWS"],
      [
        "mlx remote add origin s3://data --endpoint https://minio.example:9000",
        "a bucket of MinIO, Ceph, R2, …",
      ],
      ["mlx remote add nas /mnt/nas/mlx-store --local", "a folder, on this computer alone"],
    ],
    exitCodes: { 0: "written, or set up like this already" },
  });
}

function addList(remote: Command, context: CliContext): void {
  const command = remote
    .command("list")
    .summary("show the stores")
    .description("Shows the name and address of each store, and the file that defines it.")
    .action(
      context.action(async (app) => {
        const { list } = await import("../commands/remote/list.js");
        return list(app);
      }),
    );
  describe(command, {
    examples: [
      ["mlx remote list", "names, addresses and the files that define them"],
      ["mlx remote list --json", "the same for a script"],
    ],
    exitCodes: { 0: "done" },
  });
}

function addRemove(remote: Command, context: CliContext): void {
  const command = remote
    .command("remove")
    .alias("rm")
    .summary("forget a store; its objects stay where they are")
    .description("Removes a store from the configuration. The objects in it stay where they are.")
    .argument("<remote>", "the remote to forget")
    .option(...dryRun)
    .action(
      context.action(async (app, name: string, options: RemoveOptions) => {
        const { remove } = await import("../commands/remote/remove.js");
        return remove(app, name, options);
      }),
    );
  describe(command, {
    examples: [["mlx remote remove nas", "forget the remote nas"]],
    exitCodes: { 0: "removed" },
  });
}

function addDefault(remote: Command, context: CliContext): void {
  const command = remote
    .command("default")
    .summary("show or choose the default store")
    .description("Shows the store that push, pull and the like use when none is named, or chooses it.")
    .argument("[remote]", "the remote to use when none is named")
    .option("--local", "for this computer alone")
    .option(...dryRun)
    .action(
      context.action(async (app, name: string | undefined, options: DefaultOptions) => {
        const { chooseDefault } = await import("../commands/remote/default.js");
        return chooseDefault(app, name, options);
      }),
    );
  describe(command, {
    examples: [
      ["mlx remote default", "show the default remote"],
      ["mlx remote default origin", "push and pull use origin from now on"],
    ],
    exitCodes: { 0: "done" },
  });
}

function addCheck(remote: Command, context: CliContext): void {
  const command = remote
    .command("check")
    .summary("try whether a store can be reached, read and written")
    .description("Tries what mlx needs of a store, says how it went, and leaves nothing behind.")
    .argument("[remote]", "the remote to try; the default one if none is named")
    .action(
      context.action(async (app, name: string | undefined) => {
        const { check } = await import("../commands/remote/check.js");
        return check(app, name);
      }),
    );
  describe(command, {
    examples: [
      ["mlx remote check", "try the default remote"],
      ["mlx remote check nas", "try another one"],
    ],
    exitCodes: {
      0: "the store can be used",
      3: "it cannot be reached, or does not answer as a store should",
      4: "it refuses these credentials",
    },
  });
}
