import type { ProjectFacts, ReleaseFacts, SuiteFacts } from "../../src/doctor/facts.js";

export const day = 86_400_000;
export const now = Date.parse("2026-06-01T00:00:00Z");

/** A suite that asks a model, within every limit. */
export const goodSuite: SuiteFacts = {
  ...{ name: "answer", file: "evals/answer.eval.yaml", data: "data/golden.jsonl", asks: true },
  ...{ limitsCost: true, limitsLatency: true, limitsCalls: true, hasBaseline: true },
};

/** A model in production that lacks nothing. */
export const goodModel: ReleaseFacts = {
  ...{ noun: "model", name: "churn", settings: "models/churn/model.yaml", owners: ["ada@example.com"] },
  ...{ alias: "production", version: "2", versions: 2, live: true },
  gates: [
    ...[{ kind: "evaluation" }, { kind: "metric", metric: "latency_ms" }],
    ...[{ kind: "approvals" }, { kind: "scan" }],
  ],
  lineage: { run: "01M8KYYBRTGTHFRR003587V78H", dirty: false, missing: [] },
  reproduction: { grade: "identical" },
  previous: { version: "1", bytes: "cache" },
};

/** A project that lacks nothing, with what a test is about in its place. */
export function projectFacts(changes: Partial<ProjectFacts> = {}): ProjectFacts {
  const file = ".github/workflows/mlx.yml";
  const verbs = ["eval run", "drift check", "schema check", "registry verify"];
  return {
    ...{ name: "churn", now, hook: ".git/hooks/pre-commit", codeOwners: ".github/CODEOWNERS" },
    data: { tracked: 1, unclean: [], uncommitted: [] },
    store: { kind: "asked", remote: "origin", url: "s3://bucket", inside: false, missing: 0 },
    packages: { manifests: ["package.json"], locks: ["package-lock.json"], unpinned: 0 },
    suites: [goodSuite],
    ci: {
      files: [file],
      commands: verbs.map((verb, index) => ({ verb, file, line: index + 1, scheduled: true })),
    },
    schemas: { names: ["train"], tables: 1, without: [] },
    monitors: [{ name: "train", baseline: now - 3 * day }],
    releases: [goodModel],
    drafts: [],
    registry: { items: 1, problems: 0 },
    secrets: { files: 12, found: [] },
    ...changes,
  };
}
