import { type CheckSection, item, missing, ok, together, type Verdict } from "./check-item.js";
import type { ProjectFacts, ReleaseFacts } from "./facts.js";

/** Whether there is a version to go back to at once, with its bytes. */
export function fallBack(facts: ProjectFacts): CheckSection {
  const published = facts.releases.filter(({ version }) => version !== undefined);
  const verdict = published.length === 0 ? nothing(facts) : together(published.map(previous));
  return {
    id: "fall-back",
    title: "A version to fall back to",
    items: item("previous", "one before this", verdict),
  };
}

function nothing({ releases, drafts }: ProjectFacts): Verdict {
  const [draft] = drafts;
  const model = releases.find(({ noun }) => noun === "model");
  const command =
    model !== undefined || draft === undefined
      ? `mlx model register ${model?.name ?? "NAME"} PATH --run RUN`
      : `mlx prompt publish ${draft}`;
  return missing("nothing has been released yet", command);
}

function previous({ noun, name, alias, version, live, previous: before }: ReleaseFacts): Verdict {
  const put = (target: string) =>
    noun === "model"
      ? `mlx model promote ${name}@${target} --to ${alias ?? "production"}`
      : `mlx prompt alias ${name} ${alias ?? "stable"} ${target}`;
  if (!live) return missing(`${name}: no alias says what is in use`, put(version ?? "VERSION"));
  if (before === undefined) {
    const release =
      noun === "model" ? `mlx model register ${name} PATH --run RUN` : `mlx prompt publish ${name}`;
    return missing(`${alias} of ${name} has only ever been ${version}`, release);
  }
  const what = `${name}@${before.version}`;
  if (before.bytes === "nowhere") {
    return missing(`the bytes of ${what} are neither here nor in the store`, "mlx data push");
  }
  const where = { git: "in git", cache: "here", store: "in the store" }[before.bytes];
  return ok(`${what}, its bytes ${where}`);
}
