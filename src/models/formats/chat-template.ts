import type { ModelFinding } from "../verdict.js";

/** What a template needs for nothing but to reach Python's insides. @see CVE-2024-34359 */
const suspicious: readonly (readonly [pattern: RegExp, what: string])[] = [
  [/__[a-z]+__|\\x5f\\x5f|\\u005f\\u005f/i, "names such as __class__"],
  [/\|\s*attr\s*\(/, "the filter attr, which reaches attributes by any name"],
  [
    /\b(?:cycler|joiner|lipsum|namespace|self|get_flashed_messages|url_for)\s*(?:\.|\[)\s*['"]?_/,
    "private parts of Jinja's own objects",
  ],
  [/\b(?:popen|subprocess|os\s*\.\s*system|eval|exec|getattr)\s*\(/, "calls that run programs or code"],
];

/** Findings about a chat template, which programs render with Jinja. */
export function chatTemplateFindings(template: string, where: string): ModelFinding[] {
  return suspicious
    .filter(([pattern]) => pattern.test(template))
    .map(([, what]) => ({
      rule: "chat-template",
      level: "suspicious",
      what: `the chat template uses ${what}`,
      where,
    }));
}
