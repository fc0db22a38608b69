import type { Severity } from "../../core/finding.js";
import { closest } from "../../core/suggest.js";

/** What a rule is, beside the check that applies it. */
export interface LintRule {
  /** Permanent: it stands in configurations and comments. Its page of the guide is `docs/lint/<id>.md`. */
  readonly id: string;
  /** What its findings weigh where nothing else is configured. A few findings of a rule weigh otherwise; its page says which. */
  readonly severity: Severity;
  /** What it finds, as a clause. */
  readonly summary: string;
  /** Why that matters, as sentences. */
  readonly why: string;
}

/**
 * Every rule of `mlx prompt lint`, in the order of the guide. To add one: a row here, a check in `checks.ts`, a page in
 * `docs/lint/`.
 */
export const lintRules = [
  {
    id: "encoding",
    severity: "error",
    summary: "bytes that are not UTF-8 text, or begin with a byte order mark",
    why: "A model and a person must read the same characters. Bytes that are no UTF-8 become something else in every program, and a byte order mark becomes part of the first message elsewhere.",
  },
  {
    id: "front-matter",
    severity: "error",
    summary: "front matter that is not valid",
    why: "What is misspelt or of the wrong type would be ignored, and the prompt would run without it.",
  },
  {
    id: "template-syntax",
    severity: "error",
    summary: "a template that cannot be parsed",
    why: "A template that cannot be parsed cannot run; a block that is never closed swallows the rest of the prompt.",
  },
  {
    id: "include",
    severity: "error",
    summary: "an include that is missing, circular or leaves prompts/",
    why: "The prompt is incomplete without the text it includes, and a path that leaves the folder could bring in any file.",
  },
  {
    id: "name",
    severity: "error",
    summary: "a prompt whose name is not its own, or not its folder's",
    why: "A prompt goes by its folder. Another name in it, a second claimant, or a twin in another case makes two people speak of different prompts.",
  },
  {
    id: "undeclared-variable",
    severity: "error",
    summary: "a variable that is no input of the prompt",
    why: "Nobody can give a value to a variable that is not declared; other template engines leave it empty without a word.",
  },
  {
    id: "unused-input",
    severity: "warning",
    summary: "an input, or few-shot examples, that the template never uses",
    why: "Callers go on computing and sending what no longer reaches the model, or the template has lost a part.",
  },
  {
    id: "secret",
    severity: "error",
    summary: "a key, token or password in the text",
    why: "Whoever can read the repository, its history or the model's logs has the key.",
  },
  {
    id: "environment-reference",
    severity: "error",
    summary: "an environment variable in the text",
    why: "Nothing fills the reference in, so the model reads the name of the variable, or another program puts a secret into the prompt.",
  },
  {
    id: "personal-data",
    severity: "warning",
    summary: "an e-mail address, card, bank account or phone number",
    why: "Prompts go to providers, logs and every clone of the repository; personal data in them is hard to take back.",
  },
  {
    id: "published-changed",
    severity: "error",
    summary: "a published version that was changed afterwards",
    why: "A version stands for one text for ever: evaluations, approvals and aliases refer to it.",
  },
  {
    id: "alias-target",
    severity: "error",
    summary: "an alias that points at nothing, or is malformed",
    why: "What asks for the alias in production finds nothing.",
  },
  {
    id: "unpublished-changes",
    severity: "info",
    summary: "a text that differs from the last published version",
    why: "What runs in production is the published text, so a change that nobody publishes has no effect.",
  },
  {
    id: "model-unpinned",
    severity: "warning",
    summary: "a model's name that the provider points elsewhere in time",
    why: "The provider changes what such a name stands for, and the prompt's behaviour with it, without any change in the repository.",
  },
  {
    id: "model-retired",
    severity: "error",
    summary: "a model that is turned off, or soon will be",
    why: "Requests fail from the day on which the provider turns the model off.",
  },
  {
    id: "untrusted-in-system",
    severity: "error",
    summary: "untrusted input in a system or developer message",
    why: "Models obey their instructions. Text of strangers among them is an order that the model follows.",
  },
  {
    id: "untrusted-undelimited",
    severity: "warning",
    summary: "untrusted input without delimiters around it",
    why: "Without delimiters the model cannot tell where your words end and a stranger's begin.",
  },
  {
    id: "hidden-unicode",
    severity: "error",
    summary: "characters that nobody sees",
    why: "The model reads what no reviewer sees: hidden characters carry instructions, reorder text, or break words.",
  },
  {
    id: "homoglyph",
    severity: "warning",
    summary: "letters that pass for others",
    why: "A word that looks right and is spelt with other letters is another word to the model, to a search and to a filter.",
  },
  {
    id: "output-schema",
    severity: "error",
    summary: "a JSON Schema that is not valid",
    why: "A provider refuses a schema that is not valid, or checks nothing.",
  },
  {
    id: "example-invalid",
    severity: "error",
    summary: "an example that its own prompt would refuse",
    why: "Examples teach the form of the answer; one that the prompt itself would refuse teaches the wrong one.",
  },
  {
    id: "contradicting-examples",
    severity: "error",
    summary: "examples with the same inputs and different outputs",
    why: "Two answers to one question teach the model to guess.",
  },
  {
    id: "golden-case-in-few-shots",
    severity: "warning",
    summary: "an example that is a case of a suite",
    why: "A prompt that is shown what it is asked afterwards scores well for having been told, and its figures say nothing of other questions.",
  },
  {
    id: "no-suite",
    severity: "warning",
    summary: "a published prompt that no suite evaluates",
    why: "Nobody knows whether a change of the prompt makes it better or worse.",
  },
  {
    id: "evidence-stale",
    severity: "warning",
    summary: "evidence of a version in use that says nothing of today's data",
    why: "Evidence holds for one version and one data set. Where either has changed, what is in use has not been evaluated.",
  },
  {
    id: "token-budget",
    severity: "error",
    summary: "more tokens than the budget allows",
    why: "Static text is paid for with every call.",
  },
  {
    id: "context-window",
    severity: "warning",
    summary: "more tokens than the model's context window holds",
    why: "What does not fit is refused or cut off.",
  },
  {
    id: "no-max-output",
    severity: "info",
    summary: "no maximum of output tokens",
    why: "An answer that runs away costs money and time.",
  },
  {
    id: "cache-order",
    severity: "info",
    summary: "changing text before static text that could be cached",
    why: "Providers cache the beginning of a prompt that stays the same; text behind what changes is paid for in full each time.",
  },
  {
    id: "role-line",
    severity: "warning",
    summary: "text that looks like a role line and is none",
    why: "A line that looks like the beginning of a message and is ordinary text puts words into the wrong mouth.",
  },
  {
    id: "conflict-marks",
    severity: "error",
    summary: "the marks of a merge conflict that nobody has settled",
    why: "git writes both sides of a conflict into the file, with marks around them. Committed like that, the model gets both texts and the marks.",
  },
  {
    id: "disable-comment",
    severity: "error",
    summary: "a comment that disables a rule and does not count",
    why: "A comment that disables nothing gives false comfort, and without a reason nobody can review it.",
  },
] as const satisfies readonly LintRule[];

export type RuleId = (typeof lintRules)[number]["id"];

const byId: ReadonlyMap<string, (typeof lintRules)[number]> = new Map(
  lintRules.map((rule) => [rule.id, rule]),
);

/** The rule of a name, if there is one. */
export function ruleOf(id: string): (typeof lintRules)[number] | undefined {
  return byId.get(id);
}

/** How a rule that does not exist is told. */
export function unknownRule(id: string): { readonly message: string; readonly hint: string } {
  const meant = closest(id, byId.keys());
  return {
    message: `there is no rule ${JSON.stringify(id)}`,
    hint: meant === undefined ? `rules are: ${[...byId.keys()].join(", ")}` : `did you mean ${meant}?`,
  };
}
