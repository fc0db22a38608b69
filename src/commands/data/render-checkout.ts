import type { App } from "../../app/app.js";
import type { Failure } from "../../app/data/objects.js";
import type { TargetOutcome } from "../../app/data/prepare-checkout.js";
import { MlxError } from "../../core/errors.js";
import { ExitCode } from "../../core/exit-codes.js";
import { countOf, formatBytes } from "../../core/format-bytes.js";
import { displayPath } from "../../core/visible-text.js";

const namedAtMost = 10;

/** What a checkout did, for people or as JSON. Returns 3 if anything was kept or could not be put in place. */
export function renderCheckout(
  app: App,
  outcomes: readonly TargetOutcome[],
  options: {
    readonly dryRun: boolean;
    readonly extra?: Readonly<Record<string, unknown>>;
    readonly unfetched?: readonly Failure[];
  },
): ExitCode {
  const kept = outcomes.flatMap((outcome) =>
    outcome.kept.map((item) => ({ ...item, path: inside(outcome.path, item.path) })),
  );
  const failed = withReasons(
    outcomes.flatMap((outcome) =>
      outcome.failed.map((item) => ({ ...item, path: inside(outcome.path, item.path) })),
    ),
    options.unfetched ?? [],
  );
  const sum = (pick: (outcome: TargetOutcome) => number) =>
    outcomes.reduce((total, outcome) => total + pick(outcome), 0);
  const totals = {
    written: sum((o) => o.written),
    removed: sum((o) => o.removed),
    bytes: sum((o) => o.bytes),
  };
  if (app.ui.mode.json) app.ui.json({ ...options.extra, ...totals, dryRun: options.dryRun, kept, failed });
  tell(app, outcomes, options.dryRun);
  if (kept.length + failed.length === 0) return ExitCode.ok;
  return app.ui.error(incomplete(kept, failed, options.unfetched !== undefined));
}

/** What could not be put in place for want of bytes is explained by why they could not be fetched. */
function withReasons(failed: readonly Failure[], unfetched: readonly Failure[]): Failure[] {
  const reasons = new Map(unfetched.map((failure) => [failure.sha256 ?? failure.path, failure]));
  const explained = failed.map((item) => {
    const cause = reasons.get(item.sha256 ?? item.path);
    reasons.delete(item.sha256 ?? item.path);
    return cause ? { ...item, reason: cause.reason } : item;
  });
  return [...explained, ...reasons.values()];
}

function inside(target: string, path: string): string {
  return path === "" || path === target ? target : `${target}/${path}`;
}

function tell(app: App, outcomes: readonly TargetOutcome[], dryRun: boolean): void {
  const changed = outcomes.filter((outcome) => outcome.written + outcome.removed > 0);
  for (const outcome of changed) {
    const parts = [
      ...(outcome.written > 0
        ? [`${countOf(outcome.written, "file")} written (${formatBytes(outcome.bytes)})`]
        : []),
      ...(outcome.removed > 0 ? [`${countOf(outcome.removed, "file")} removed`] : []),
    ];
    app.ui.out(
      `${dryRun ? "would check out" : "checked out"} ${displayPath(outcome.path)}: ${parts.join(", ")}`,
    );
  }
  const untroubled = outcomes.every((outcome) => outcome.kept.length + outcome.failed.length === 0);
  if (changed.length === 0 && untroubled) {
    app.ui.out(
      outcomes.length === 0
        ? "no data is tracked yet"
        : `nothing to do: ${countOf(outcomes.length, "tracked path")}, each as its pointer says`,
    );
  }
}

type Item = { readonly path: string; readonly reason: string };

/** One error for everything that is not as its pointer says. */
function incomplete(kept: readonly Item[], failed: readonly Item[], fetched: boolean): MlxError {
  const parts = [
    ...(kept.length > 0
      ? [
          `${countOf(kept.length, "file")} left as ${kept.length === 1 ? "it is" : "they are"}:\n${listItems(kept)}`,
        ]
      : []),
    ...(failed.length > 0
      ? [
          `${countOf(failed.length, "file")} could not be ${fetched ? "fetched or " : ""}put in place:\n${listItems(failed)}`,
        ]
      : []),
  ];
  const hint =
    kept.length > 0
      ? "keep such a file with: mlx data add PATH · or let it go with: mlx data checkout --force PATH"
      : fetched
        ? "someone who has the bytes needs to push them: mlx data push"
        : "bring the bytes from a remote with: mlx data pull";
  return new MlxError(kept.length > 0 ? "MLX_UNSAVED_CHANGES" : "MLX_CHECKOUT_INCOMPLETE", parts.join("\n"), {
    hint,
  });
}

/** Paths with their reasons, a line each, as many as a person reads. */
export function listItems(items: readonly Item[]): string {
  const lines = items.slice(0, namedAtMost).map(({ path, reason }) => `  ${displayPath(path)}: ${reason}`);
  if (items.length > namedAtMost)
    lines.push(`  … and ${(items.length - namedAtMost).toLocaleString("en-US")} more`);
  return lines.join("\n");
}
