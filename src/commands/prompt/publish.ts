import type { App } from "../../app/app.js";
import { lintPrompts } from "../../app/prompts/lint-prompts.js";
import { worktreeTree } from "../../app/prompts/worktree-tree.js";
import { promptDetails } from "../../app/registry/prompt-details.js";
import { draftPublication, publishVersion } from "../../app/registry/publish-version.js";
import { requireAuthor } from "../../app/registry/require-author.js";
import { suggestVersion } from "../../app/registry/suggest-version.js";
import { MlxError } from "../../core/errors.js";
import { ExitCode } from "../../core/exit-codes.js";
import type { FileTree } from "../../core/file-tree.js";
import type { Finding } from "../../core/finding.js";
import { requireText } from "../../core/require-text.js";
import { sha256Of } from "../../core/sha256.js";
import { flattenPrompt } from "../../prompts/flatten.js";
import { promptFile, promptNames } from "../../prompts/prompt-paths.js";
import { resolveReference } from "../../prompts/resolve-reference.js";
import { isRegistryPath } from "../../registry/paths.js";
import { type RegistryItem, readItem } from "../../registry/read-item.js";
import { requireName } from "../../registry/reference.js";
import { basisOf, bumpedVersion, isReleaseOf, refuseVersion } from "../../registry/versions/plan-version.js";
import type { Bump } from "../../registry/versions/semver.js";
import { requireWorktree } from "../../workspace/discover.js";
import { askForVersion, tellPublished, tellUnclean, warnOfBump } from "./publish-text.js";

export interface PublishOptions {
  readonly version?: string;
  readonly bump?: Bump;
  readonly message?: string;
  readonly dryRun: boolean;
}

/** `mlx prompt publish`: freezes the working copy as a version. Exit 1 if it does not lint. */
export async function publish(app: App, typed: string, options: PublishOptions): Promise<ExitCode> {
  const name = requireName(typed);
  refuseBoth(options);
  const { root } = requireWorktree(await app.workspace());
  const tree = worktreeTree(root);
  const findings = promptNames(tree).includes(name) ? await lintOwn(app, tree, name) : [];
  const errors = findings.filter(({ severity }) => severity === "error");
  if (errors.length > 0) return tellUnclean(app, name, errors);
  const { prompt } = await resolveReference(tree, { name });
  const text = flattenPrompt(prompt);
  const item = readItem(tree, "prompt", name);
  const existing = versionsOf(item);
  const latest = existing.at(-1);
  const version = options.version ?? (options.bump && bumpedVersion(latest, options.bump));
  refuseUnchanged(item, text, latest, version);
  if (version === undefined) throw askForVersion(app, name, await suggestVersion(tree, name, prompt, latest));
  requireAcceptable(version, existing);
  const message = requireMessage(name, options);
  const base = basisOf(version, existing);
  const suggestion = await suggestVersion(tree, name, prompt, base);
  warnOfBump(app, version, suggestion);
  const author = await requireAuthor(await app.git());
  const details = promptDetails(prompt);
  const said = { noun: "prompt", name, version, text, details, author, message } as const;
  const publication = draftPublication(app, item, { ...said, ...(base !== undefined && { base }) });
  const files = options.dryRun
    ? publication.files
    : await publishVersion(app, publication, text, (now) => requireAcceptable(version, versionsOf(now)));
  const warnings = findings.filter(({ severity }) => severity === "warning").length;
  tellPublished(app, { publication, files, suggestion, warnings, dryRun: options.dryRun });
  return ExitCode.ok;
}

function refuseBoth({ version, bump }: PublishOptions): void {
  if (version === undefined || bump === undefined) return;
  throw new MlxError("MLX_USAGE", "--version and --bump both say which version it is to be", {
    hint: "leave one of the two out",
    exitCode: 2,
  });
}

/** Findings in what is written by hand: what is wrong with published files does not depend on this text. */
async function lintOwn(app: App, tree: FileTree, name: string): Promise<Finding[]> {
  const { findings } = await lintPrompts(app, { tree, names: [name] });
  return findings.filter(({ file }) => !isRegistryPath(file));
}

/** Those with a record, the lowest first. */
function versionsOf(item: RegistryItem): string[] {
  return item.versions.flatMap(({ version, record }) => (record === undefined ? [] : [version]));
}

/** A release may have the text of its candidate; anything else that says nothing new is refused. */
function refuseUnchanged(
  item: RegistryItem,
  text: string,
  latest: string | undefined,
  version: string | undefined,
): void {
  const record = item.versions.find((entry) => entry.version === latest)?.record;
  if (latest === undefined || !record?.ok || record.value.sha256 !== sha256Of(text)) return;
  const release = bumpedVersion(latest, "patch");
  if (version !== undefined && isReleaseOf(version, latest)) return;
  const candidate = isReleaseOf(release, latest);
  throw new MlxError("MLX_UNCHANGED", `${item.name} is the same text as version ${latest}, the latest`, {
    hint: candidate
      ? `to release it: mlx prompt publish ${item.name} --version ${release} -m MESSAGE`
      : `change ${promptFile(item.name)} first, or point an alias at ${latest}: mlx prompt alias ${item.name} ALIAS ${latest}`,
    exitCode: 2,
  });
}

const refusals = {
  invalid: "MLX_VERSION_INVALID",
  exists: "MLX_VERSION_EXISTS",
  order: "MLX_VERSION_ORDER",
} as const;

function requireAcceptable(version: string, existing: readonly string[]): void {
  const refusal = refuseVersion(version, existing);
  if (refusal === undefined) return;
  throw new MlxError(refusals[refusal.why], refusal.problem, { hint: refusal.hint, exitCode: 2 });
}

function requireMessage(name: string, { message }: PublishOptions): string {
  requireText("--message", message);
  if (message !== undefined) return message.trim();
  throw new MlxError("MLX_USAGE", `say what changed in ${name}: the message is kept with the version`, {
    hint: 'add it: -m "what changed and why"',
    exitCode: 2,
  });
}
