import type { App } from "../../app/app.js";
import { worktreeTree } from "../../app/prompts/worktree-tree.js";
import { recordOpinion } from "../../app/registry/record-opinion.js";
import { requireAuthor } from "../../app/registry/require-author.js";
import { requireItem } from "../../app/registry/require-item.js";
import { ExitCode } from "../../core/exit-codes.js";
import { displayPath } from "../../core/visible-text.js";
import { emailOf } from "../../registry/approvals/approvals.js";
import { itemFolder } from "../../registry/paths.js";
import { parseReference, whichVersion } from "../../registry/reference.js";
import type { RegistryEvent } from "../../registry/types.js";
import { type ResolvedVersion, resolveVersion } from "../../registry/versions/resolve-version.js";
import { requireWorktree } from "../../workspace/discover.js";
import type { ApproveOptions } from "../registry/approve-options.js";
import { commitHint } from "../registry/commit-hint.js";
import { requireReason } from "../registry/require-reason.js";

/** `mlx prompt approve`: keeps on record that a person stands by a version, or does not. */
export async function approve(app: App, reference: string, options: ApproveOptions): Promise<ExitCode> {
  const { name, ref } = parseReference(reference);
  if (ref === undefined) {
    const hint = `name a version or an alias: mlx prompt approve ${name}@VERSION -m MESSAGE`;
    throw whichVersion(name, hint, "the working copy can still change");
  }
  const message = requireReason(
    options.message,
    options.reject ? "rejection" : "approval",
    "what was checked",
  );
  const { root } = requireWorktree(await app.workspace());
  const item = requireItem(worktreeTree(root), "prompt", name);
  const resolved = resolveVersion(item.tree, item.noun, name, ref);
  const author = await requireAuthor(await app.git());
  const kind = options.reject ? "reject" : "approve";
  const { event, changed } = await recordOpinion(
    app,
    item,
    resolved,
    { kind, author, message },
    options.dryRun,
  );
  return tell(app, resolved, event, { changed, dryRun: options.dryRun });
}

function tell(
  app: App,
  { record, version }: ResolvedVersion,
  event: RegistryEvent,
  { changed, dryRun }: { readonly changed: boolean; readonly dryRun: boolean },
): ExitCode {
  const { name } = record;
  const own = emailOf(event.author) === emailOf(record.author);
  const counts = event.kind === "approve" && !own;
  if (app.ui.mode.json) {
    app.ui.json({
      name,
      version,
      record: record.digest,
      kind: event.kind,
      event: event.id,
      counts,
      changed,
      dryRun,
    });
    return ExitCode.ok;
  }
  const verb = event.kind === "approve" ? "approved" : "rejected";
  const when = changed ? verb : dryRun ? `would be ${verb}` : `${verb} already`;
  app.ui.out(`${displayPath(name)}@${version}: ${when} by ${displayPath(event.author.email)}`);
  if (event.kind === "approve" && own) {
    app.ui.warn(
      "you published this version yourself: your approval is kept on record and counts for no gate",
      "ask somebody else to approve it",
    );
  }
  if (changed) {
    const text = `${event.kind === "approve" ? "Approve" : "Reject"} ${name}@${version}`;
    app.ui.note(commitHint([itemFolder(record.noun, name)], text));
  }
  return ExitCode.ok;
}
