import type { App } from "../../app/app.js";
import { openRemote } from "../../app/data/open-remote.js";
import { withCachedRuns, withPushedRuns } from "../../app/data/run-objects.js";
import { openDataSession } from "../../app/data/session.js";
import { readSources } from "../../app/data/sources.js";
import { type Damage, verifyCache } from "../../app/data/verify-cache.js";
import { verifyRemote } from "../../app/data/verify-remote.js";
import { MlxError } from "../../core/errors.js";
import { ExitCode } from "../../core/exit-codes.js";
import { countOf } from "../../core/format-bytes.js";
import { displayPath } from "../../core/visible-text.js";

export interface VerifyOptions {
  readonly paths: readonly string[];
  /** A remote's name, or true for the default one: reads every object back from it. */
  readonly remote?: string | boolean;
  readonly repair: boolean;
}

/** `mlx data verify`: reads every object again and compares its digest. Exits 1 when it found damage, mended or not. */
export async function verify(app: App, options: VerifyOptions): Promise<ExitCode> {
  const session = await openDataSession(app, {
    command: "data verify",
    cacheLock: "shared",
    bare: options.paths.length === 0,
  });
  const name = typeof options.remote === "string" ? options.remote : undefined;
  const remote = options.remote ? await openRemote(app, name, { create: false }) : undefined;
  const revisions = session.workspace.bare ? ["HEAD"] : [];
  const named = await readSources(session, {
    paths: options.paths,
    revisions,
    allBranches: false,
    allTags: false,
  });
  const whole = options.paths.length === 0;
  const [unreadable] = whole ? [] : named.failures;
  if (unreadable !== undefined)
    throw new MlxError("MLX_REGISTRY_DAMAGED", `${displayPath(unreadable.path)}: ${unreadable.reason}`);
  const withRuns = remote ? withPushedRuns : withCachedRuns;
  const sources = whole ? await withRuns(session, named) : named;
  const report = remote
    ? await verifyRemote(session, remote, sources, options.repair)
    : await verifyCache(session, sources, { whole, repair: options.repair });
  if (app.ui.mode.json) {
    const { checked, damaged, notCached, where } = report;
    const repaired = damaged.filter((item) => item.repaired).length;
    app.ui.json({ where, checked, ok: damaged.length === 0, repaired, notCached, damaged });
  }
  for (const item of report.damaged) app.ui.answer(line(app, item));
  const verdict =
    report.damaged.length === 0
      ? "each as its digest says"
      : `${report.damaged.length.toLocaleString("en-US")} damaged`;
  app.ui.out(`verified ${countOf(report.checked, "object")} in ${report.where}: ${verdict}`);
  if (report.notCached > 0)
    app.ui.note(
      `${countOf(report.notCached, "object")} not in the cache, so not looked at; bring them with: mlx data fetch`,
    );
  if (report.damaged.some((item) => !item.repaired)) {
    app.ui.note(
      options.repair
        ? "what is not mended has no intact copy here: add the original anew, or fetch it from another remote"
        : "mend what can be mended with: mlx data verify --repair",
    );
  }
  return report.damaged.length > 0 ? ExitCode.problem : ExitCode.ok;
}

function line(app: App, item: Damage): string {
  const { theme } = app.ui;
  const path = item.path === undefined ? "" : ` ${displayPath(item.path)}`;
  const state = item.repaired ? theme.green("repaired") : theme.red(item.problem);
  const kept = item.quarantine === undefined ? "" : ` (the damaged bytes are kept in ${item.quarantine})`;
  return `${state}${path} ${theme.dim(item.sha256.slice(0, 12))}${item.repaired ? `: was ${item.problem}, ${item.repaired}` : ""}${kept}`;
}
