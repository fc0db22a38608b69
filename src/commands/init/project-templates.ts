export const projectTemplates = ["tabular", "llm", "minimal"] as const;
export type ProjectTemplateName = (typeof projectTemplates)[number];

/** A command that init runs once the files are there: it makes what depends on who and where. */
interface TemplateCommand {
  readonly args: readonly string[];
  /** Files that the template has to have written itself: what was there before is nobody's but the person's. */
  readonly of: readonly string[];
}

export interface ProjectTemplate {
  /** What each file is, by path. */
  readonly details: Readonly<Record<string, string>>;
  readonly commands: readonly TemplateCommand[];
  /** Where the data come from, and what they may be used for. */
  readonly licence: string;
  /** The first command lines to try once it is committed. */
  readonly next: readonly string[];
}

const shared = {
  ".gitattributes": "bytes in store/ stay as they are",
  ".github/workflows/mlx.yml": "CI on GitHub",
  ".gitignore": "what need not be in git",
  ".gitlab-ci.yml": "the same on GitLab",
  ".pre-commit-config.yaml": "the same before each commit",
  "README.md": "what is here and how to go on",
  "mlx.yaml": "the project's settings",
} as const;

const penguins = {
  "data/penguins.csv": "344 penguins, CC0 1.0",
  "schemas/penguins.schema.yaml": "what they must look like",
} as const;

const track = (...files: readonly string[]): readonly TemplateCommand[] => [
  { args: ["data", "add", ...files], of: files },
  { args: ["data", "push"], of: [...files, "mlx.yaml"] },
];

const penguinsLicence = "Palmer penguins, CC0 1.0 (public domain); README.md names the source";

const templates: Readonly<Record<ProjectTemplateName, ProjectTemplate>> = {
  tabular: {
    details: {
      ...shared,
      ...penguins,
      "drift/penguins.drift.yaml": "what a drift check looks at",
      "evals/penguins.eval.yaml": "how good the model has to be",
      "models/penguins/model.yaml": "owners; gates of each alias",
      "params.json": "features, learning rate, epochs",
      "data/holdout.csv": "103 of them, to judge models by",
      "schemas/holdout.schema.yaml": "what those must look like",
      "train.mjs": "the training, in plain Node",
    },
    commands: [
      ...track("data/penguins.csv", "data/holdout.csv"),
      {
        args: ["drift", "baseline", "penguins"],
        of: ["data/penguins.csv", "drift/penguins.drift.yaml"],
      },
    ],
    licence: penguinsLicence,
    next: [
      "mlx run --name first --output model.json --output predictions.jsonl -- node train.mjs",
      "mlx eval run penguins",
      "mlx doctor",
    ],
  },
  llm: {
    details: {
      ...shared,
      "data/golden.jsonl": "48 messages that people labelled",
      "data/inbox.jsonl": "40 that came in since",
      "drift/messages.drift.yaml": "is what comes in like the golden?",
      "evals/route.eval.yaml": "how good the prompt has to be",
      "prompts/route/prompt.md": "the prompt",
      "schemas/golden.schema.yaml": "what golden data must look like",
      "schemas/inbox.schema.yaml": "what came in must look like",
      "stand-in/model.mjs": "answers in place of a model",
    },
    commands: [
      ...track("data/golden.jsonl", "data/inbox.jsonl"),
      {
        args: ["drift", "baseline", "messages", "--data", "data/golden.jsonl"],
        of: ["data/golden.jsonl", "drift/messages.drift.yaml"],
      },
    ],
    licence: "messages that were made up for this template, CC0 1.0 (public domain)",
    next: ["mlx eval run route", "mlx status", "mlx doctor"],
  },
  minimal: {
    details: { ...shared, ...penguins },
    commands: track("data/penguins.csv"),
    licence: penguinsLicence,
    next: ["mlx schema check data/penguins.csv", "mlx status", "mlx doctor"],
  },
};

export function projectTemplate(name: ProjectTemplateName): ProjectTemplate {
  return templates[name];
}
