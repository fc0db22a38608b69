import type { App } from "../../app/app.js";
import type { Publication } from "../../app/registry/publish-version.js";
import type { VersionSuggestion } from "../../app/registry/suggest-version.js";
import { MlxError } from "../../core/errors.js";
import { ExitCode } from "../../core/exit-codes.js";
import type { Finding } from "../../core/finding.js";
import { countOf, formatBytes } from "../../core/format-bytes.js";
import { displayPath } from "../../core/visible-text.js";
import { frozenFile, itemFolder } from "../../registry/paths.js";
import { bumpedVersion, promisesLess } from "../../registry/versions/plan-version.js";
import { jsonFinding } from "../../ui/findings/json.js";
import { findingText } from "../../ui/findings/text.js";
import { commitHint } from "../registry/commit-hint.js";

/** How many reasons for a bump are told. */
const told = 8;

/** What stands in the way of publishing. */
export function tellUnclean(app: App, name: string, findings: readonly Finding[]): ExitCode {
  if (app.ui.mode.json) {
    app.ui.json({ name, published: false, findings: findings.map(jsonFinding) });
    return ExitCode.problem;
  }
  app.ui.answer(
    findingText(findings, { theme: app.ui.theme, width: app.ui.mode.width, lineOf: () => undefined }),
  );
  app.ui.answer(`${app.ui.theme.red("not published:")} ${name} has ${countOf(findings.length, "error")}`);
  return ExitCode.problem;
}

/** Prints what the changes suggest. @returns the error that says what to type. */
export function askForVersion(app: App, name: string, suggestion: VersionSuggestion): MlxError {
  const { bump, version, base, changes } = suggestion;
  for (const line of reasons(suggestion)) app.ui.note(line);
  const why =
    base === undefined
      ? "nothing is published yet, so"
      : `${countOf(changes.length, "change")} since ${base}:`;
  return new MlxError(
    "MLX_VERSION_NEEDED",
    `say which version of ${name} this is; ${why} ${bump} (${version}) is suggested`,
    {
      hint: `mlx prompt publish ${name} --bump ${bump} -m "what changed and why"`,
      exitCode: 2,
    },
  );
}

function reasons({ changes }: VersionSuggestion): string[] {
  const lines = changes.slice(0, told).map(({ bump, message }) => `  ${bump.padEnd(5)}  ${message}`);
  return changes.length > told ? [...lines, `  and ${changes.length - told} more`] : lines;
}

/** A version that promises less than the changes ask for is published all the same: a person may know better. */
export function warnOfBump(app: App, version: string, { bump, base, changes }: VersionSuggestion): void {
  if (base === undefined || !promisesLess(version, base, bump)) return;
  const [first] = changes.filter((change) => change.bump === bump);
  const why = first === undefined ? "" : `: ${first.message}`;
  app.ui.warn(
    `${version} after ${base} promises less than the changes since ${base} ask for, ${bump}${why}`,
    `mlx prompt diff shows all of them; the next ${bump} version would have been ${bumpedVersion(base, bump)}`,
  );
}

export interface Published {
  readonly publication: Publication;
  readonly files: readonly string[];
  readonly suggestion: VersionSuggestion;
  /** Of the linter, which do not keep a text from being published. */
  readonly warnings: number;
  readonly dryRun: boolean;
}

export function tellPublished(
  app: App,
  { publication, files, suggestion, warnings, dryRun }: Published,
): void {
  const { record, event } = publication;
  const { noun, name, version, sha256, size, digest } = record;
  if (app.ui.mode.json) {
    const { bump, base, changes } = suggestion;
    const suggested = { bump, ...(base !== undefined && { base }), changes };
    const made = { name, version, sha256, size, record: digest, event: event.id };
    app.ui.json({ ...made, published: !dryRun, dryRun, files, suggestion: suggested });
    return;
  }
  const what = `${displayPath(name)}@${version}`;
  app.ui.out(
    `${dryRun ? "would publish" : "published"} ${what}, ${formatBytes(size)}: ${frozenFile(noun, name, version)}`,
  );
  if (warnings > 0)
    app.ui.note(`the linter has ${countOf(warnings, "warning")}: mlx prompt lint ${displayPath(name)}`);
  if (dryRun) return;
  const paths = [...(files.includes(".gitattributes") ? [".gitattributes"] : []), itemFolder(noun, name)];
  app.ui.note(commitHint(paths, `Publish ${what}`));
}
