import { countOf } from "../core/format-bytes.js";
import { type CheckSection, item, missing, ok, partly, together, type Verdict } from "./check-item.js";
import { ciRuns, whereOf } from "./ci-runs.js";
import type { ProjectFacts, ReleaseFacts } from "./facts.js";
import { liveReleases, settingHint } from "./releases.js";

/** Whether somebody can say in a year who put what into use, on which grounds, and that nobody has touched it since. */
export function audit(facts: ProjectFacts): CheckSection {
  const live = liveReleases(facts);
  const models = live.filter(({ noun }) => noun === "model");
  return {
    id: "audit",
    title: "Audit",
    items: [
      ...item("intact", "the record intact", intact(facts)),
      ...item("approvals", "approvals", together(live.map(approvals))),
      ...item(
        "owners",
        "owners",
        together(facts.releases.map((release) => owners(release, facts.codeOwners))),
      ),
      ...item("scan", "model files scanned", together(models.map(scan))),
    ],
  };
}

function intact({ registry: { items, problems, first }, ci }: ProjectFacts): Verdict | undefined {
  if (items === 0) return undefined;
  if (problems > 0) return missing(`${countOf(problems, "problem")}: ${first ?? ""}`, "mlx registry verify");
  const found = ciRuns(ci, ["registry verify"]);
  if (found !== undefined) return ok(`${countOf(items, "item")}; ${whereOf(found)}`);
  const [file] = ci.files;
  const where = file === undefined ? "write .github/workflows/mlx.yml that runs" : `add to ${file}`;
  return partly("today; CI does not look", `${where}: mlx registry verify`);
}

function approvals(release: ReleaseFacts): Verdict {
  const what = `${release.alias} of ${release.name}`;
  if (release.gates.some(({ kind }) => kind === "approvals")) return ok(`${what} demands them`);
  return missing(`${what} moves without a second person`, settingHint(release, "approvals: 1"));
}

function owners(
  { noun, name, settings, owners: named }: ReleaseFacts,
  codeOwners: string | undefined,
): Verdict {
  if (named.length > 0) return ok(`${name}: ${named.join(", ")}`);
  if (codeOwners !== undefined) return ok(codeOwners);
  const mend =
    noun === "model" ? `add to ${settings}: owners: [you@example.com]` : "write .github/CODEOWNERS";
  return missing(`${name} has none`, mend);
}

function scan(release: ReleaseFacts): Verdict {
  const what = `${release.alias} of ${release.name}`;
  if (release.gates.some(({ kind }) => kind === "scan")) return ok(`${what} demands a scan`);
  return missing(`${what} takes any file`, settingHint(release, "scan: ok"));
}
