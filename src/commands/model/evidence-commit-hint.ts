import { itemFolder } from "../../registry/paths.js";
import { commitHint } from "../registry/commit-hint.js";

/** The command that commits what was recorded of a version of a model. */
export function evidenceCommitHint(name: string, version: string): string {
  const paths = [".gitattributes", `${itemFolder("model", name)}/evidence`];
  return commitHint(paths, `Record evidence of ${name}@${version}`);
}
