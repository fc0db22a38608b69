import { onTestFinished } from "vitest";
import { type ModelServer, startModelServer } from "../model-server/server.mjs";
import { type Files, gitRepo, type TestRepo } from "../repo.js";

/** Cases `c0`, `c1`, …: the answer wanted is `yes`, and every `nth` case asks for another one. */
export function cases(count: number, nth = 0): string {
  const rows = Array.from({ length: count }, (_, index) => {
    const say = nth > 0 && index % nth === 0 ? "no" : "yes";
    return { id: `c${index}`, say, want: "yes", language: index % 2 === 0 ? "de" : "en" };
  });
  return rows.map((row) => `${JSON.stringify(row)}\n`).join("");
}

/** A suite whose prompt is echoed: `say yes`. */
export const echoSuite = `target:
  prompt: {text: "say {{ say }} {{ id }}"}
  providers: echo
data: cases.jsonl
id: id
expected: want
slices: [language]
graders: [contains]
`;

export function echoProject(count: number, nth = 0, files: Files = {}): TestRepo {
  return gitRepo({ "evals/echo.eval.yaml": echoSuite, "evals/cases.jsonl": cases(count, nth), ...files });
}

export interface ServedProject {
  readonly repo: TestRepo;
  readonly server: ModelServer;
  /** The suite once more, with other settings of the provider or more keys at its end. */
  write(model: string, more?: string): void;
}

/** A suite whose questions a model server answers with the prompt itself. */
export async function servedProject(
  count: number,
  options: Parameters<typeof startModelServer>[0] & { readonly model?: string; readonly more?: string } = {},
): Promise<ServedProject> {
  const { model = "gpt-4.1-mini", more = "", ...serving } = options;
  const server = await startModelServer(serving);
  onTestFinished(() => server.close());
  const text = (name: string, keys: string) => `target:
  prompt: {text: "say {{ say }} {{ id }}"}
  providers:
    - id: openai:chat:${name}
      config: {apiBaseUrl: ${server.url}/v1, apiKeyRequired: false, max_tokens: 50}
data: cases.jsonl
id: id
expected: want
graders: [contains]
${keys}`;
  const repo = gitRepo({ "evals/served.eval.yaml": text(model, more), "evals/cases.jsonl": cases(count) });
  repo.env["OPENAI_API_KEY"] = "sk-test-key-0123456789abcdef";
  return {
    repo,
    server,
    write: (name, keys = "") => repo.write({ "evals/served.eval.yaml": text(name, keys) }),
  };
}

/** The results that a command wrote. */
export function resultsIn(repo: TestRepo, file: string): Record<string, unknown>[] {
  return repo
    .read(file)
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}
