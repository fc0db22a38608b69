import { countOf } from "../core/format-bytes.js";
import { type CheckSection, item, missing, ok, partly, together, type Verdict } from "./check-item.js";
import { ciRuns, whereOf } from "./ci-runs.js";
import type { ProjectFacts, ReleaseFacts } from "./facts.js";
import { liveReleases, settingHint } from "./releases.js";

/** Whether anybody would notice that a change made the answers worse: golden data, a baseline, and machines that look each time. */
export function evaluate(facts: ProjectFacts): CheckSection {
  const { suites, ci } = facts;
  return {
    id: "evaluate",
    title: "Golden data and automated evaluation",
    items: [
      ...item("suite", "a suite", suite(facts)),
      ...item("baseline", "a baseline", together(suites.map(baseline))),
      ...item(
        "evaluation-gate",
        "a gate on it",
        together(liveReleases(facts).map((one) => gate(one, suites[0]?.name))),
      ),
      ...item("ci-evaluates", "CI evaluates", suites.length === 0 ? undefined : evaluates(facts)),
      ...item("hook", "a commit hook", hook(facts.hook, ci.files)),
    ],
  };
}

function suite({ suites }: ProjectFacts): Verdict {
  if (suites.length === 0)
    return missing(
      "there is no suite in evals/",
      "write evals/NAME.eval.yaml (docs/eval-suites.md), then: mlx eval run NAME",
    );
  const named = suites.slice(0, 3).map(({ name, data }) => (data === undefined ? name : `${name} (${data})`));
  return ok(
    suites.length > 3 ? `${countOf(suites.length, "suite")}: ${named.join(", ")}, …` : named.join(", "),
  );
}

function baseline({ name, hasBaseline }: ProjectFacts["suites"][number]): Verdict {
  if (hasBaseline) return ok(`${name} has one`);
  return missing(`${name} has none: worse looks like different`, `mlx eval baseline accept ${name}`);
}

/** Gates that ask how good a version is, and what each demands. */
const demands: ReadonlyMap<string, string> = new Map([
  ["evaluation", "an evaluation"],
  ["metric", "a metric"],
  ["nonInferior", "no loss"],
]);

function gate(release: ReleaseFacts, suiteName = "SUITE"): Verdict {
  const [demanded] = release.gates.flatMap(({ kind }) => demands.get(kind) ?? []);
  const what = `${release.alias} of ${release.name}`;
  if (demanded !== undefined) return ok(`${what} demands ${demanded}`);
  return missing(`${what} moves without an evaluation`, settingHint(release, `evaluation: ${suiteName}`));
}

function evaluates({ ci, suites }: ProjectFacts): Verdict {
  const found = ciRuns(ci, ["eval run", "eval score"]);
  if (found !== undefined) return ok(whereOf(found));
  const [file] = ci.files;
  if (file === undefined)
    return missing("there is no CI", "write .github/workflows/mlx.yml that runs: mlx eval run SUITE");
  return missing(`${file} runs no evaluation`, `add to ${file}: mlx eval run ${suites[0]?.name ?? "SUITE"}`);
}

function hook(file: string | undefined, ciFiles: readonly string[]): Verdict {
  if (file !== undefined) return ok(file);
  const evidence = "nothing is checked before a commit";
  // What CI finds an hour later is found all the same.
  return ciFiles.length > 0 ? partly(evidence, "mlx hooks install") : missing(evidence, "mlx hooks install");
}
