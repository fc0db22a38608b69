import type { App } from "../../app/app.js";
import { settingsOf } from "../../app/models/promotion/read-settings.js";
import { requireModel } from "../../app/models/require-model.js";
import { recordOpinion } from "../../app/registry/record-opinion.js";
import { requireAuthor } from "../../app/registry/require-author.js";
import { ExitCode } from "../../core/exit-codes.js";
import { countOf } from "../../core/format-bytes.js";
import { displayPath } from "../../core/visible-text.js";
import { emailOf } from "../../registry/approvals/approvals.js";
import { seenEvidence } from "../../registry/model-gates/seen-evidence.js";
import type { ModelSettings } from "../../registry/models/model-settings.js";
import { itemFolder } from "../../registry/paths.js";
import type { RegistryEvent, VersionRecord } from "../../registry/types.js";
import { requireWorktree } from "../../workspace/discover.js";
import type { ApproveOptions } from "../registry/approve-options.js";
import { commitHint } from "../registry/commit-hint.js";
import { requireReason } from "../registry/require-reason.js";

/** `mlx model approve`: keeps on record that a person stands by a version on the evidence that is there, or does not. */
export async function approve(app: App, reference: string, options: ApproveOptions): Promise<ExitCode> {
  const message = requireReason(
    options.message,
    options.reject ? "rejection" : "approval",
    "what was checked",
  );
  requireWorktree(await app.workspace());
  const { item, resolved } = await requireModel(app, reference);
  const author = await requireAuthor(await app.git());
  const settings = settingsOf(item);
  const evidence = seenEvidence(item.evidence, resolved.record.digest);
  const kind = options.reject ? "reject" : "approve";
  const opinion = { kind, author, message, evidence } as const;
  const { event, changed } = await recordOpinion(app, item, resolved, opinion, options.dryRun);
  tell(app, resolved.record, event, { changed, dryRun: options.dryRun, settings });
  return ExitCode.ok;
}

interface Told {
  readonly changed: boolean;
  readonly dryRun: boolean;
  readonly settings: ModelSettings;
}

function tell(
  app: App,
  record: VersionRecord,
  event: RegistryEvent,
  { changed, dryRun, settings }: Told,
): void {
  const { name, version } = record;
  const doubt = event.kind === "approve" ? doubtOf(record, event, settings) : undefined;
  const evidence = event.evidence ?? [];
  if (app.ui.mode.json) {
    const counts = event.kind === "approve" && doubt === undefined;
    const said = { kind: event.kind, event: event.id, evidence, counts, changed, dryRun };
    app.ui.json({ name, version, record: record.digest, ...said });
    return;
  }
  const verb = event.kind === "approve" ? "approved" : "rejected";
  const when = changed ? verb : dryRun ? `would be ${verb}` : `${verb} already`;
  const on =
    evidence.length === 0
      ? "no evidence"
      : countOf(evidence.length, "piece of evidence", "pieces of evidence");
  app.ui.out(`${displayPath(name)}@${version}: ${when} by ${displayPath(event.author.email)}, on ${on}`);
  if (doubt !== undefined) app.ui.warn(doubt.message, doubt.hint);
  if (changed) {
    const text = `${event.kind === "approve" ? "Approve" : "Reject"} ${name}@${version}`;
    app.ui.note(commitHint([itemFolder(record.noun, name)], text));
  }
}

/** Why gates will not count an approval. */
function doubtOf(
  record: VersionRecord,
  { author }: RegistryEvent,
  { approvers, file }: ModelSettings,
): { readonly message: string; readonly hint: string } | undefined {
  const email = emailOf(author);
  if (email === emailOf(record.author)) {
    return {
      message: "you registered this version yourself: your approval is kept on record and counts for no gate",
      hint: "ask somebody else to approve it",
    };
  }
  if (approvers === undefined || approvers.some((one) => one.toLowerCase() === email)) return undefined;
  return {
    message: `${author.email} is not among the approvers of ${file}: the approval is kept on record and counts for no gate that names nobody else`,
    hint: `ask ${approvers.join(" or ")}`,
  };
}
