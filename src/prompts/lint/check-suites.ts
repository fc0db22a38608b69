import { closest } from "../../core/suggest.js";
import { evaluationsIn, newestEvidence } from "../../registry/evidence/evaluations.js";
import type { AliasEntry, RegistryItem } from "../../registry/read-item.js";
import { equalJson } from "../json-value.js";
import type { Json, PromptExample } from "../types.js";
import type { KnownCase, KnownSuites } from "./known-suites.js";
import { atFile, inFrontMatter } from "./raw-finding.js";
import type { Check, Report, Subject } from "./subject.js";

/** Whether prompts are evaluated, by what is still so, and by cases that they have not been shown. */
export const suiteChecks: readonly Check[] = [
  {
    rules: ["no-suite"],
    async run(subject, report) {
      const { suites } = subject.world;
      if (suites === undefined || subject.kind !== "working") return;
      const listed = await reportListed(subject, suites, report);
      if (!listed && subject.item) await reportUncovered(subject, subject.item, suites, report);
    },
  },
  {
    rules: ["evidence-stale"],
    async run({ item, kind, world: { suites } }, report) {
      if (suites === undefined || kind === "version" || !item || item.evidence.length === 0) return;
      for (const entry of item.aliases) await reportStale(item, entry, suites, report);
    },
  },
  {
    rules: ["golden-case-in-few-shots"],
    async run(subject, report) {
      const { suites } = subject.world;
      const examples = subject.parsed.frontMatter?.examples ?? [];
      if (suites === undefined || subject.kind !== "working" || examples.length === 0) return;
      await reportGolden(subject, examples, suites, report);
    },
  },
];

/** The suites that the front matter names. @returns whether one of them is there. */
async function reportListed({ parsed }: Subject, suites: KnownSuites, report: Report): Promise<boolean> {
  const named = parsed.frontMatter?.suites ?? [];
  if (named.length === 0) return false;
  const known = suites.list();
  let some = false;
  for (const [index, wanted] of named.entries()) {
    if (known.some(({ name, file }) => name === wanted || file === wanted)) {
      some = true;
      continue;
    }
    const near = closest(
      wanted,
      known.map(({ name }) => name),
    );
    report({
      rule: "no-suite",
      place: inFrontMatter(parsed.source, () => parsed.source.locateValue(["suites", index])),
      message: `there is no suite ${JSON.stringify(wanted)} in evals/`,
      hint:
        near === undefined
          ? `write evals/${wanted}.eval.yaml, or take the name out`
          : `did you mean ${near}?`,
    });
  }
  return some;
}

/** In a repository that evaluates nothing there is nothing to remind of. */
async function reportUncovered(
  { file }: Subject,
  { name, aliases, versions }: RegistryItem,
  suites: KnownSuites,
  report: Report,
): Promise<void> {
  if (versions.length === 0 || suites.list().length === 0) return;
  if ((await suites.asking(name)).length > 0) return;
  const stable = aliases.find(({ alias }) => alias === "stable");
  report({
    rule: "no-suite",
    ...(stable && { severity: "error" }),
    place: atFile(stable?.file ?? file),
    message: `no suite evaluates ${name}${stable ? ", and its alias stable is in use" : ", which is published"}`,
    hint: `write one: evals/${name}.eval.yaml with target: {prompt: ${name}}`,
  });
}

async function reportStale(
  item: RegistryItem,
  { alias, file, pointer }: AliasEntry,
  suites: KnownSuites,
  report: Report,
): Promise<void> {
  if (!pointer.ok) return;
  const { version, record } = pointer.value;
  const own = newestEvidence(item.evidence, record);
  const tell = (message: string, suite: string) =>
    report({
      rule: "evidence-stale",
      ...(alias === "stable" && { severity: "error" }),
      place: atFile(file),
      message,
      hint: `evaluate it again: mlx eval run ${suite} --prompt ${item.name}@${version} --record`,
    });
  for (const { evidence } of own) {
    const changed = await changedFiles(evidence.digests.data, evidence.suite.file, suites);
    if (changed.length === 0) continue;
    const { name } = evidence.suite;
    tell(
      `the evidence by ${name} for ${version}, which ${alias} points at, is of other data: ${changed.join(", ")} has changed since`,
      name,
    );
  }
  if (alias !== "stable") return;
  const shown = new Set(own.map(({ evidence }) => evidence.suite.name));
  for (const [name, latest] of latestVersions(item)) {
    if (shown.has(name)) continue;
    tell(`${alias} points at ${version}, and the newest evidence by ${name} is of ${latest}`, name);
  }
}

async function changedFiles(
  data: Readonly<Record<string, string>>,
  suite: string,
  suites: KnownSuites,
): Promise<string[]> {
  const changed: string[] = [];
  for (const [path, digest] of Object.entries(data)) {
    if (path === suite) continue;
    const now = await suites.digestOf(path);
    if (now !== undefined && now !== digest) changed.push(path);
  }
  return changed;
}

/** Of each suite the version that it evaluated last. */
function latestVersions({ evidence }: RegistryItem): Map<string, string> {
  const oldestFirst = evaluationsIn(evidence).reverse();
  return new Map(oldestFirst.map(({ evidence: { suite, version } }) => [suite.name, version]));
}

async function reportGolden(
  { parsed: { name, source }, folder }: Subject,
  examples: readonly PromptExample[],
  suites: KnownSuites,
  report: Report,
): Promise<void> {
  const left = new Map(examples.entries());
  for (const suite of await suites.asking(folder ?? name)) {
    for await (const item of await suites.cases(suite)) {
      for (const [index, { inputs }] of left) {
        if (!isAsked(inputs, item)) continue;
        left.delete(index);
        report({
          rule: "golden-case-in-few-shots",
          place: inFrontMatter(source, () => source.locateValue(["examples", index])),
          message: `the example is the case ${item.id} of ${suite.name}: the prompt is shown what it is asked`,
          hint: "take another example, or take the case out of the suite",
        });
      }
      if (left.size === 0) return;
    }
  }
}

/** Whether a case gives the prompt what the example gives it. */
function isAsked(inputs: Readonly<Record<string, Json>>, { vars }: KnownCase): boolean {
  const entries = Object.entries(inputs);
  return (
    entries.length > 0 && entries.every(([name, value]) => vars.has(name) && same(value, vars.get(name)))
  );
}

function same(a: Json, b: Json | undefined): boolean {
  if (typeof a === "string" && typeof b === "string") return a.trim() === b.trim();
  return equalJson(a, b);
}
