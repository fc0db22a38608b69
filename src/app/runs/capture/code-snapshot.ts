import { accessSync, constants } from "node:fs";
import { join } from "node:path";
import { MlxError, systemCode } from "../../../core/errors.js";
import { createRedactor } from "../../../core/redact.js";
import { statsAt } from "../../../files/stats-at.js";
import { removeTempDir, tempDir } from "../../../files/temp-dir.js";
import { SnapshotDraft, type SnapshotEntry, type SnapshotPaths } from "../../../git/snapshot.js";
import type { ChangedPath, WorkingStatus } from "../../../git/status.js";
import { chooseForSnapshot, describeOmitted, type SizedPath } from "../../../runs/capture/snapshot-limit.js";
import type { CodeSnapshot, RunId } from "../../../runs/types.js";
import { findSecrets } from "../../../secrets/find-secrets.js";
import type { Workspace } from "../../../workspace/discover.js";

type Omitted = CodeSnapshot["omitted"][number];

export interface SnapshotResult {
  readonly snapshot?: CodeSnapshot;
  readonly warnings: readonly string[];
}

/** A snapshot that is taken, yet not published. */
export interface PendingSnapshot {
  publish(): Promise<SnapshotResult>;
}

interface SnapshotPlan extends SnapshotPaths {
  /** Left out for their size. */
  readonly large: readonly SizedPath[];
  readonly warnings: readonly string[];
}

/** Paths go into records, which travel: what looks like a secret in one does not. */
const redact = createRedactor();

/**
 * Reads what changed against the commit, before the command can change it again.
 * @param limit bytes of changed and untracked files that a snapshot may have.
 */
export async function takeSnapshot(
  workspace: Workspace,
  env: NodeJS.ProcessEnv,
  { commit, changes }: WorkingStatus,
  limit: number,
  runId: RunId,
): Promise<PendingSnapshot> {
  let temp: string | undefined;
  try {
    const plan = planSnapshot(workspace.root, changes, limit);
    const folder = tempDir(join(workspace.stateDir, "tmp"));
    temp = folder;
    const { root, gitDir, commonDir } = workspace;
    const draft = await SnapshotDraft.take({ root, gitDir, commonDir, env, temp }, plan, commit);
    return { publish: () => publish(draft, plan, folder, limit, runId) };
  } catch (error) {
    if (temp !== undefined) removeTempDir(temp);
    const warning = notKept(error);
    return { publish: async () => ({ warnings: [warning] }) };
  }
}

/** What a recorded run says where its code could not be kept: the run itself goes on. */
function notKept(error: unknown): string {
  if (!(error instanceof Error)) throw error;
  if (!(error instanceof MlxError) && systemCode(error) === undefined) throw error;
  return `the changed files are not kept with this run: ${error.message}`;
}

function planSnapshot(root: string, changes: readonly ChangedPath[], limit: number): SnapshotPlan {
  const remove: string[] = [];
  const submodules: string[] = [];
  const files: SizedPath[] = [];
  const warnings: string[] = [];
  for (const change of changes) {
    const { path } = change;
    const shown = redact(path);
    const stats = statsAt(join(root, path));
    if (change.submodule) {
      if (change.submodule.content)
        warnings.push(`the submodule ${shown} has changes that are not kept with this run`);
      (stats === undefined ? remove : submodules).push(path);
    } else if (change.nested) {
      warnings.push(`${shown} is a git repository of its own: its files are not kept with this run`);
    } else if (change.worktree === "deleted" || (change.worktree === "unmerged" && stats === undefined)) {
      remove.push(path);
    } else if (stats === undefined || stats.isDirectory()) {
      if (change.worktree !== "none")
        warnings.push(`${shown} is not kept with this run: it could not be found`);
    } else if (!stats.isSymbolicLink() && !stats.isFile()) {
      warnings.push(`${shown} is not kept with this run: it is no file`);
    } else if (!stats.isSymbolicLink() && !isReadable(join(root, path))) {
      warnings.push(`${shown} is not kept with this run: it cannot be read`);
    } else files.push({ path, size: stats.size });
  }
  const { kept, omitted } = chooseForSnapshot(files, limit);
  return { write: [...submodules, ...kept.map(({ path }) => path)], remove, large: omitted, warnings };
}

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

/** Looks for secrets in what is new, leaves those files out, and brings the rest into the repository. */
async function publish(
  draft: SnapshotDraft,
  plan: SnapshotPlan,
  temp: string,
  limit: number,
  runId: RunId,
): Promise<SnapshotResult> {
  try {
    const entries = await draft.entries();
    const large = new Set(plan.large.map(({ path }) => path));
    const wanted = entries.filter(({ path, now }) => now && !large.has(path));
    const contents = await draft.contents(wanted);
    const secrets = await secretsIn(wanted, contents);
    await draft.drop(entries.filter(({ path }) => secrets.has(path) || large.has(path)));
    const published = await draft.publish(runId);
    const files = wanted.filter(({ path }) => !secrets.has(path));
    const bytes = files.reduce((sum, { now }) => sum + (contents.get(now?.id ?? "")?.length ?? 0), 0);
    const omitted = [...secrets.values(), ...describeOmitted(plan.large, limit)].map((item) => ({
      ...item,
      path: redact(item.path),
    }));
    return { snapshot: { ...published, files: files.length, bytes, omitted }, warnings: plan.warnings };
  } catch (error) {
    return { warnings: [...plan.warnings, notKept(error)] };
  } finally {
    removeTempDir(temp);
  }
}

/** The files that hold a secret, or whose name is one that the commit does not have yet. */
async function secretsIn(
  entries: readonly SnapshotEntry[],
  contents: ReadonlyMap<string, Buffer>,
): Promise<Map<string, Omitted>> {
  const byName = entries.filter(({ before }) => before === undefined).map(({ path }) => path);
  const inNames = await findSecrets(byName.map((path) => ({ path, content: path })));
  const inFiles = await findSecrets(
    entries.map(({ path, now }) => ({ path, content: contents.get(now?.id ?? "") ?? "" })),
  );
  const found = new Map<string, Omitted>();
  for (const { path, line, kind } of inFiles) {
    if (found.has(path)) continue;
    found.set(path, { path, reason: "secret", detail: `${redact(path)}:${line} looks like ${kind}` });
  }
  for (const { path, kind } of inNames) {
    found.set(path, { path, reason: "secret", detail: `its name looks like ${kind}` });
  }
  for (const path of byName.filter(isKeyStore)) {
    found.set(path, { path, reason: "secret", detail: "a file of this kind holds keys or passwords" });
  }
  return found;
}

/** Files in which no rule finds anything, binary ones and those with bare passwords, and which hold nothing but secrets. */
function isKeyStore(path: string): boolean {
  if (/\.(?:p12|pfx|jks|keystore|kdbx|der|tfvars)$/i.test(path)) return true;
  return /(?:^|\/)(?:[._]netrc|\.pgpass|\.pypirc|\.htpasswd|\.my\.cnf|\.docker\/config\.json|\.kube\/config|kubeconfig)$/.test(
    path,
  );
}
