import { countOf } from "../core/format-bytes.js";
import { type CheckSection, item, missing, ok, type Verdict } from "./check-item.js";
import type { SecretFacts } from "./facts.js";

/** Whether a key lies in the repository, where everybody who clones it has it for ever. */
export function secrets({ secrets: facts }: { readonly secrets: SecretFacts }): CheckSection {
  return { id: "secrets", title: "Secrets", items: item("secrets", "none in git", judge(facts)) };
}

function judge({ files, found }: SecretFacts): Verdict {
  const [first] = found;
  if (first === undefined) return ok(`none in ${countOf(files, "file")}`);
  const more = found.length > 1 ? `; and ${found.length - 1} more` : "";
  return missing(
    `${first.path}:${first.line}: ${first.kind}${more}`,
    "revoke it, take it out, and read it from the environment",
  );
}
