import type { Finding } from "../../src/core/finding.js";
import { mlx } from "./mlx.js";
import { type Files, gitRepo } from "./repo.js";

/** Front matter that no rule has anything against, with more lines below it; and a template. */
export function promptText(template: string, more = ""): string {
  return `---\nmodel: gpt-5.4-mini-2026-03-17\nsettings: {max_output_tokens: 300}\n${more}---\n${template}`;
}

/** What the linter finds in a repository of these files, or in one prompt `p`. */
export async function lintFindings(files: Files | string, options = ""): Promise<readonly Finding[]> {
  const repo = gitRepo(typeof files === "string" ? { "prompts/p/prompt.md": files } : files);
  const { json, stderr } = await mlx(repo, `prompt lint --json ${options}`);
  if (!isReport(json)) throw new Error(`no report: ${stderr}`);
  return json.findings;
}

function isReport(json: object): json is { findings: readonly Finding[] } {
  return "findings" in json && Array.isArray(json.findings);
}

/** Findings as `line:column rule severity`. */
export function places(findings: readonly Finding[]): string[] {
  return findings.map(({ line, column, rule, severity }) => `${line}:${column} ${rule} ${severity}`);
}
