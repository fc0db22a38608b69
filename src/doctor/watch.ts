import { fewOf } from "../core/few-of.js";
import { relativeTime } from "../core/format-time.js";
import { type CheckSection, item, missing, ok, partly, together, type Verdict } from "./check-item.js";
import { ciRuns, whereOf } from "./ci-runs.js";
import type { MonitorFacts, ProjectFacts, ReleaseFacts, SuiteFacts } from "./facts.js";
import { liveReleases, settingHint } from "./releases.js";

/** A baseline of data says less and less about what comes in. */
const freshDays = 180;
const day = 86_400_000;

/** Whether somebody is told when data, answers or speed go wrong, before customers tell. */
export function watch(facts: ProjectFacts): CheckSection {
  const { monitors, now } = facts;
  return {
    id: "watch",
    title: "Drift, quality and latency checks",
    items: [
      ...item("schemas", "schemas of data", schemas(facts)),
      ...item(
        "monitors",
        "drift baselines",
        monitors.length === 0 ? noMonitor() : together(monitors.map((one) => fresh(one, now))),
      ),
      ...item("ci-drift", "CI checks drift", monitors.length === 0 ? undefined : checksDrift(facts)),
      ...item("latency", "a limit on latency", together(latencies(facts))),
    ],
  };
}

function schemas({ schemas: { names, tables, without }, ci }: ProjectFacts): Verdict | undefined {
  if (tables + names.length === 0) return undefined;
  const [first] = without;
  if (first !== undefined) {
    const verdict = without.length === tables ? missing : partly;
    return verdict(`${fewOf(without, 1)}: no schema`, `mlx schema infer ${first}`);
  }
  const found = ciRuns(ci, ["schema check"]);
  if (found !== undefined) return ok(`${names.join(", ")}; ${whereOf(found)}`);
  return partly(
    `${names.join(", ")}; CI does not check`,
    `add to ${ci.files[0] ?? "CI"}: mlx schema check FILE`,
  );
}

function noMonitor(): Verdict {
  return missing("nobody looks whether the data change", "mlx drift baseline NAME --data FILE");
}

function fresh({ name, baseline }: MonitorFacts, now: number): Verdict {
  if (baseline === undefined)
    return missing(`${name} has no baseline`, `mlx drift baseline ${name} --data FILE`);
  const age = relativeTime(baseline, now);
  if (now - baseline <= freshDays * day) return ok(`${name}: of ${age}`);
  return partly(`${name}: of ${age}, older than ${freshDays} days`, `mlx drift baseline ${name} --data FILE`);
}

function checksDrift({ ci, monitors }: ProjectFacts): Verdict {
  const found = ciRuns(ci, ["drift check"]);
  const name = monitors[0]?.name ?? "NAME";
  const [file] = ci.files;
  if (file === undefined)
    return missing("there is no CI", `write .github/workflows/mlx.yml that runs: mlx drift check ${name}`);
  if (found === undefined)
    return missing(`${file} checks no drift`, `add to ${file}: mlx drift check ${name}`);
  if (found.scheduled) return ok(`${whereOf(found)}, on a schedule`);
  return partly(
    `${whereOf(found)}, on pushes alone`,
    `add to ${found.file}: a schedule; data drift when nobody pushes, too`,
  );
}

const latencyName = /latency|ttft|duration|_ms$|seconds|p9[059]/i;

/** Suites that ask somebody, and models in use: whoever waits for an answer waits for these. */
function latencies(facts: ProjectFacts): Verdict[] {
  const asking = facts.suites.filter(({ asks }) => asks);
  const models = liveReleases(facts).filter(({ noun }) => noun === "model");
  return [...asking.map(suiteLatency), ...models.map(modelLatency)];
}

function suiteLatency({ name, file, limitsLatency }: SuiteFacts): Verdict {
  if (limitsLatency) return ok(`${name} has one`);
  return missing(`${name} has none`, `add to ${file}: gates: [{metric: latencyMs.p95, max: 3000}]`);
}

function modelLatency(release: ReleaseFacts): Verdict {
  const limit = release.gates.find(({ metric }) => metric !== undefined && latencyName.test(metric));
  const what = `${release.alias} of ${release.name}`;
  if (limit !== undefined) return ok(`${what} demands ${limit.metric}`);
  return missing(`${what} has none`, settingHint(release, "metric: latency_ms, max: 50"));
}
