import { aliasCommand, publishCommand } from "../registry/noun-commands.js";
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
      ? releaseCommand("model", model?.name ?? "NAME")
      : releaseCommand("prompt", draft);
  return missing("nothing has been released yet", command);
}

/** The command that makes another version; a model's with its lineage. */
function releaseCommand(noun: ReleaseFacts["noun"], name: string): string {
  return `${publishCommand(noun, name)}${noun === "model" ? " --run RUN" : ""}`;
}

function previous({ noun, name, alias, version, versions, live, previous: before }: ReleaseFacts): Verdict {
  if (!live) {
    const usual = noun === "model" ? "production" : "stable";
    const point = aliasCommand(noun, name, alias ?? usual, version ?? "VERSION");
    return missing(`${name}: no alias says what is in use`, point);
  }
  if (before === undefined) {
    const what = `no version held ${alias} of ${name} before ${version}`;
    if (versions < 2 || alias === undefined) return missing(what, releaseCommand(noun, name));
    // Which one, a person has to say: after a rollback the newest is the one that was taken back.
    const next = aliasCommand(noun, name, alias, "VERSION");
    return missing(`${what}; once another version holds it there is`, next);
  }
  const what = `${name}@${before.version}`;
  if (before.bytes === "nowhere") {
    return missing(`the bytes of ${what} are neither here nor in the store`, "mlx data push");
  }
  const where = { git: "in git", cache: "here", store: "in the store" }[before.bytes];
  return ok(`${what}, its bytes ${where}`);
}
