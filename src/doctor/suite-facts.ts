import { isMapping } from "../prompts/json-value.js";
import type { SuiteFacts } from "./facts.js";

type Members = Readonly<Record<string, unknown>>;

/** Providers that answer without asking anybody. */
const silent = /^(?:echo|replay:)/;

/**
 * What a suite of mlx or promptfoo says of limits and of who is asked, from what its file holds. It need not be one that can be run:
 * in a fresh clone files that a training writes are missing.
 */
export function suiteFactsOf(
  value: unknown,
  { name, file, hasBaseline }: Pick<SuiteFacts, "name" | "file" | "hasBaseline">,
): SuiteFacts {
  const suite = isMapping(value) ? value : {};
  const target = isMapping(suite["target"]) ? suite["target"] : {};
  const data = typeof suite["data"] === "string" ? fromTop(file, suite["data"]) : undefined;
  const providers = listOf(target["providers"] ?? suite["providers"] ?? suite["targets"]);
  const graders = gradersIn(suite);
  const gates = listOf(suite["gates"]).filter(isMapping);
  const limits = (name: RegExp) =>
    gates.some(({ metric, max }) => typeof metric === "string" && name.test(metric) && max !== undefined);
  return {
    ...{ name, file, hasBaseline },
    ...(data !== undefined && { data }),
    asks: asksSomebody(suite, target, providers),
    limitsCost:
      member(suite["budget"], "maxCostUsd") !== undefined ||
      limits(/^costUsd$/) ||
      graders.has("cost") ||
      (providers.length > 0 && providers.every((one) => member(member(one, "config"), "maxCostUsd") === 0)),
    limitsLatency: limits(/^(?:latencyMs|ttftMs)\./) || graders.has("latency") || graders.has("ttft"),
    limitsCalls:
      suite["concurrency"] !== undefined ||
      ["maxConcurrency", "delay"].some((key) => member(suite["evaluateOptions"], key) !== undefined),
  };
}

function asksSomebody(suite: Members, target: Members, providers: readonly unknown[]): boolean {
  if (suite["judge"] !== undefined) return true;
  if (target["predictions"] !== undefined) return false;
  if (target["exec"] !== undefined || target["http"] !== undefined) return true;
  // Without a provider the model that the prompt names answers.
  if (providers.length === 0) return target["prompt"] !== undefined;
  return providers.some((one) => {
    const id = typeof one === "string" ? one : member(one, "id");
    return typeof id !== "string" || !silent.test(id);
  });
}

/** The types of the suite's graders; of promptfoo's, those of the tests and of what all of them share. */
function gradersIn(suite: Members): ReadonlySet<string> {
  const tests = [suite["defaultTest"], ...listOf(suite["tests"]), ...listOf(suite["cases"])];
  const written = [
    ...listOf(suite["graders"]),
    ...tests.flatMap((test) => [...listOf(member(test, "assert")), ...listOf(member(test, "graders"))]),
  ];
  const names = written.flatMap((grader) => {
    if (typeof grader === "string") return [grader];
    if (!isMapping(grader)) return [];
    return typeof grader["type"] === "string" ? [grader["type"]] : Object.keys(grader);
  });
  return new Set(names);
}

function member(value: unknown, key: string): unknown {
  return isMapping(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

/** A path that is relative to a suite, from the repository's top. */
function fromTop(file: string, path: string): string {
  const parts = file.split("/").slice(0, -1);
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== ".") parts.push(part);
  }
  return parts.join("/");
}
