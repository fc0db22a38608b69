import type { Finding } from "../../core/finding.js";
import { sha256Of } from "../../core/sha256.js";
import type { RegistryItem } from "../../registry/read-item.js";
import { verifyAliases } from "../../registry/verify/verify-aliases.js";
import { verifyVersions } from "../../registry/verify/verify-versions.js";
import { lastPublished } from "../../registry/versions/last-published.js";
import { flattenPrompt } from "../flatten.js";
import { readPrompt } from "../read-prompt.js";
import { reportModel } from "./check-model.js";
import { atFile, atLocation, inFrontMatter, type RawFinding } from "./raw-finding.js";
import type { RuleId } from "./rules.js";
import type { Check, Report, World } from "./subject.js";

/** Whether what was published of a prompt is as it was, and what aliases point at is there. */
export const registryChecks: readonly Check[] = [
  {
    rules: ["published-changed"],
    run({ item, kind, file }, report) {
      if (item) reportVersions(item, kind === "version" ? file : undefined, report);
    },
  },
  {
    rules: ["alias-target"],
    run({ item, kind }, report) {
      if (item && kind !== "version") reportAliases(item, report);
    },
  },
  {
    rules: ["unpublished-changes"],
    run({ item, parsed, kind, file }, report) {
      const last = item && kind === "working" ? lastPublished(item) : undefined;
      if (!last || !parsed.template || parsed.problems.length > 0) return;
      const text = flattenPrompt({ source: parsed.source, template: parsed.template });
      if (sha256Of(text) === last.sha256) return;
      report({
        rule: "unpublished-changes",
        place: atFile(file),
        message: `the text differs from ${last.version}, the last published version`,
        hint: `publish it when it is ready: mlx prompt publish ${item?.name} --bump minor -m "…"`,
      });
    },
  },
  {
    rules: ["model-unpinned", "model-retired"],
    async run({ item, world, kind }, report) {
      if (kind !== "version" && item) await reportReleasedModels(item, world, report);
    },
  },
];

/** Of what `registry verify` finds, what concerns frozen texts and their records. */
const ofVersions: ReadonlySet<string> = new Set([
  ...["changed-frozen", "missing-frozen", "missing-record", "damaged-file"],
]);
const ofAliases: ReadonlySet<string> = new Set([
  "alias-target",
  "missing-event",
  "damaged-file",
  "wrong-name",
]);

/** @param only a frozen text, where nothing else is asked about. */
function reportVersions(item: RegistryItem, only: string | undefined, report: Report): void {
  for (const finding of verifyVersions(item)) {
    const isWanted =
      only === undefined || finding.file === only || finding.file === only.replace(/md$/, "json");
    if (!isWanted || !ofVersions.has(finding.rule)) continue;
    const prefix =
      finding.rule === "damaged-file" ? "the record " : finding.file.includes("/events/") ? "the event " : "";
    report(findingOf("published-changed", finding, prefix));
  }
}

function reportAliases(item: RegistryItem, report: Report): void {
  if (item.aliases.length === 0) return;
  for (const finding of verifyAliases(item)) {
    if (!ofAliases.has(finding.rule)) continue;
    const alias = finding.file.slice(finding.file.lastIndexOf("/") + 1);
    const isSentence = finding.message.startsWith("the aliases ");
    report(findingOf("alias-target", finding, isSentence ? "" : `the alias ${alias} `));
  }
}

function findingOf(rule: RuleId, { file, line, column, message, hint }: Finding, prefix: string): RawFinding {
  const place = atLocation(file, () => ({ file, line, column }));
  return { rule, place, message: prefix + message, ...(hint !== undefined && { hint }) };
}

/** What aliases point at is what runs. */
async function reportReleasedModels(
  { aliases, versions }: RegistryItem,
  world: World,
  report: Report,
): Promise<void> {
  const files = new Map(versions.map(({ version, frozenFile }) => [version, frozenFile]));
  for (const { alias, pointer } of aliases) {
    const file = pointer.ok ? files.get(pointer.value.version) : undefined;
    const parsed = file === undefined ? undefined : await readPrompt(world.tree, file);
    const model = parsed?.frontMatter?.model;
    if (!parsed || file === undefined || model === undefined) continue;
    reportModel(
      model,
      world,
      inFrontMatter(parsed.source, () => parsed.source.locateValue(["model"])),
      report,
      alias,
    );
  }
}
