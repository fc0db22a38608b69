import { fewOf } from "../core/few-of.js";
import { countOf } from "../core/format-bytes.js";
import { isReproduced } from "../registry/evidence/evidence.js";
import { type CheckSection, item, missing, ok, partly, together, type Verdict } from "./check-item.js";
import type { PackageFacts, ProjectFacts, ReleaseFacts } from "./facts.js";

/** Whether a result of half a year ago can be had again: data, bytes, packages, the run, and somebody who has tried. */
export function rebuild(facts: ProjectFacts): CheckSection {
  const models = facts.releases.filter(({ noun, version }) => noun === "model" && version !== undefined);
  return {
    id: "rebuild",
    title: "Rebuildable from commit and data version",
    items: [
      ...item("data-versioned", "data versioned", dataVersioned(facts)),
      ...item("data-stored", "bytes in a store", dataStored(facts, models.length)),
      ...item("packages-locked", "packages pinned", packagesLocked(facts.packages)),
      ...item("lineage", "run on record", together(models.map(lineage))),
      ...item("reproduced", "made again", together(models.map(reproduced))),
    ],
  };
}

function dataVersioned({ data, suites }: ProjectFacts): Verdict {
  const { tracked, unclean, uncommitted } = data;
  if (unclean.length > 0) {
    return partly(`${fewOf(unclean, 1)}: not as the pointer says`, "mlx data status");
  }
  if (uncommitted.length > 0) {
    return partly(`${fewOf(uncommitted, 1)}: not committed`, "git add --all && git commit");
  }
  if (tracked > 0) return ok(`${countOf(tracked, "tracked path")}, clean and committed`);
  if (suites.some(({ data: file }) => file !== undefined))
    return ok("git has the cases of the suites itself");
  return missing("no data are tracked", "mlx data add PATH");
}

function dataStored({ data, store }: ProjectFacts, models: number): Verdict | undefined {
  if (data.tracked + models === 0) return undefined;
  switch (store.kind) {
    case "none":
      return missing(
        "no store is named: the bytes are on this computer alone",
        "mlx remote add origin s3://BUCKET/PREFIX",
      );
    case "not-asked":
      return partly(`${store.remote} (${store.url}) was not asked`, "mlx doctor --remote");
    case "unreachable":
      return partly(`${store.remote} gives no answer: ${store.reason}`, `mlx remote check ${store.remote}`);
    case "asked": {
      const { remote, url, inside, missing: lacks } = store;
      if (lacks > 0) return missing(`${remote} lacks ${countOf(lacks, "object")}`, "mlx data push");
      if (!inside) return ok(`${remote} has all of them`);
      return partly(
        `all of them, in ${url}/ of this repository`,
        `mlx remote add ${remote} s3://BUCKET/PREFIX --force`,
      );
    }
  }
}

/** Who writes the lock file for whom. */
const lockCommands: Readonly<Record<string, string>> = {
  "package.json": "npm install --package-lock-only",
  "pyproject.toml": "uv lock",
  Pipfile: "pipenv lock",
  "setup.py": "pip freeze > requirements.txt",
  "Cargo.toml": "cargo generate-lockfile",
  "go.mod": "go mod tidy",
  DESCRIPTION: "Rscript -e 'renv::snapshot()'",
};

function packagesLocked({ manifests, locks, unpinned }: PackageFacts): Verdict {
  if (unpinned > 0) {
    return partly(
      `${locks.join(", ")}: ${countOf(unpinned, "line")} without a version`,
      "pip freeze > requirements.txt",
    );
  }
  if (locks.length > 0) return ok(locks.join(", "));
  const [manifest] = manifests;
  if (manifest === undefined) return ok("no packages are declared");
  return missing(`${manifest} has no lock file`, lockCommands[manifest] ?? `pin what ${manifest} declares`);
}

function lineage({ name, version, lineage: known }: ReleaseFacts): Verdict {
  const what = `${name}@${version}`;
  const again = `mlx model register ${name} PATH --run RUN --require-lineage`;
  if (known?.run === undefined) return missing(`${what}: nobody knows which run made it`, again);
  if (known.dirty) return partly(`${what}: its code was not committed`, again);
  if (known.missing.length > 0) return partly(`${what}: not known: ${known.missing.join(", ")}`, again);
  return ok(`${what} by run ${known.run.slice(-8)}`);
}

function reproduced({ name, version, lineage: known, reproduction }: ReleaseFacts): Verdict {
  const what = `${name}@${version}`;
  const again = `mlx runs reproduce ${known?.run?.slice(-8) ?? "RUN"} --record ${what}`;
  if (reproduction === undefined) return missing(`${what}: nobody has repeated its run`, again);
  const grade = reproduction.grade.replaceAll("_", " ");
  return isReproduced(reproduction.grade) ? ok(`${what}: ${grade}`) : partly(`${what}: ${grade}`, again);
}
