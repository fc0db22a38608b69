import { MlxError } from "../core/errors.js";
import { lastTime } from "../core/format-time.js";
import { issueText, nearestForm, type SchemaIssue } from "../core/schema-problems.js";
import { displayPath } from "../core/visible-text.js";
import { bundleOf, type RunBundle, type RunContent } from "./bundle.js";
import { bundleSchema, contextSchema } from "./bundle-schema.js";

/**
 * Checks a bundle that came from elsewhere: its shape, its values, its paths and its digest.
 * @param value as JSON.parse gave it. @throws {MlxError} `MLX_INVALID_BUNDLE`, exit 3, with what is wrong and where in it.
 */
export function parseBundle(value: unknown): RunBundle {
  const result = bundleSchema.safeParse(value);
  if (!result.success) {
    const [issue] = preciseIssues(value, result.error.issues);
    throw invalid(issue === undefined ? "it has another form" : issueAt(value, issue));
  }
  const { content, digest, annotations } = result.data;
  const bundle = bundleOf(content, annotations);
  if (bundle.digest !== digest) {
    throw invalid(`digest: says ${digest.slice(0, 12)}…, and its content has ${bundle.digest.slice(0, 12)}…`);
  }
  const problem = contentProblem(content) ?? annotationProblem(bundle);
  if (problem !== undefined) throw invalid(problem);
  return bundle;
}

/** What a schema of single values cannot see. */
function contentProblem(content: RunContent): string | undefined {
  const foreign = content.models.findIndex(({ runId }) => runId !== content.id);
  if (foreign >= 0) return `content.models[${foreign}].runId: names another run`;
  const ref = content.context.code?.snapshot?.ref;
  if (ref !== undefined && ref !== `refs/mlx/runs/${content.id}`) {
    return "content.context.code.snapshot.ref: names another run";
  }
  const paths = content.artifacts.map(({ path }) => path);
  const twice = paths.findIndex((path, index) => paths.indexOf(path) !== index);
  return twice < 0 ? undefined : `content.artifacts[${twice}].path: is there twice`;
}

function annotationProblem({ annotations }: RunBundle): string | undefined {
  if (Object.hasOwn(annotations, "name") && annotations["name"]?.value === null) {
    return "annotations.name: a run has a name";
  }
  const deleted = Object.hasOwn(annotations, "deleted") ? (annotations["deleted"]?.value ?? null) : null;
  return deleted === null || (/^\d{1,15}$/.test(deleted) && Number(deleted) <= lastTime)
    ? undefined
    : "annotations.deleted: is no time in epoch milliseconds";
}

function preciseIssues(value: unknown, issues: readonly SchemaIssue[]): readonly SchemaIssue[] {
  const path = ["content", "context"];
  return issues.flatMap((issue) => {
    if (issue.path.join() !== path.join()) return [nearestForm(issue)];
    const inside = contextSchema.safeParse(valueAt(value, path)).error?.issues ?? [];
    return inside.map((deeper) => ({ ...nearestForm(deeper), path: [...path, ...deeper.path] }));
  });
}

/** `content.artifacts[3].path: …`. */
function issueAt(value: unknown, issue: SchemaIssue): string {
  const place = displayPath(
    issue.path
      .map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`))
      .join("")
      .replace(/^\./, ""),
  );
  if (issue.code === "unrecognized_keys")
    return `${place || "bundle"}: unknown key ${issue.keys?.join(", ")}`;
  if (issue.code === "invalid_key") return `${place}: ${issue.issues?.[0]?.message ?? issue.message}`;
  const found = valueAt(value, issue.path);
  const shown = typeof found === "string" && issue.code === "custom" ? `: ${shorten(found)}` : "";
  return issueText(issue, found, place || "bundle") + shown;
}

function shorten(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 79)}…` : text);
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((inside, part) => {
    if (typeof inside !== "object" || inside === null) return undefined;
    return Object.entries(inside).find(([key]) => key === String(part))?.[1];
  }, value);
}

function invalid(message: string): MlxError {
  return new MlxError("MLX_INVALID_BUNDLE", message, {
    hint: "it was not written by mlx, or was changed since; export or push the run again",
  });
}
