import { secretsOf } from "../core/redact.js";

const template = /\.(?:example|sample|template|dist|defaults?)$/i;
const assignment = /^[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)[ \t]*=[ \t]*(.*)$/gm;
/** What stands in such a file until somebody fills it in, and what is taken from elsewhere. */
const placeholder = /^(?:|\$.*|<.*>|\.{3}|x+|change.?me|your[-_ ].*|todo|none|null|dummy|test|example)$/i;

/** Whether a file is one of `.env` and its kin, but not a template of it. */
export function isEnvFile(path: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return (/^\.env(?:\..+)?$/.test(name) || /\.env$/.test(name)) && !template.test(name);
}

/** The variables of such a file whose names say that they are secret: of a password no rule knows what it looks like. */
export function findInEnvFile(text: string): { line: number; column: number; kind: string }[] {
  const found: { line: number; column: number; kind: string }[] = [];
  for (const match of text.matchAll(assignment)) {
    const [whole, name = "", written = ""] = match;
    const value = written.replace(/\s+#.*$/, "").replace(/^(["'])(.*)\1\s*$/, "$2");
    if (placeholder.test(value.trim()) || secretsOf({ [name]: value }).length === 0) continue;
    const line = text.slice(0, match.index).split("\n").length;
    found.push({ line, column: whole.indexOf(name) + 1, kind: `the value of ${name}` });
  }
  return found;
}
