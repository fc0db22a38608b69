import { must } from "./data-project.js";
import { gitRepo, type TestRepo } from "./repo.js";

/** Variables that make git, and so mlx, take somebody else for the author. */
export function as(name: string): NodeJS.ProcessEnv {
  const email = `${name}@example.com`;
  return {
    ...{ GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: email },
    ...{ GIT_COMMITTER_NAME: name, GIT_COMMITTER_EMAIL: email },
  };
}

/** A prompt that lints without errors; `words` make its text another one. */
export function promptText(
  words = "You answer questions.",
  inputs = "question: {type: string, trusted: false}",
): string {
  return `---
description: Answers questions.
model: house-1
settings: {temperature: 0.2, max_output_tokens: 800}
inputs:
  ${inputs}
---
system:
${words}

user:
<question>{{ question }}</question>
`;
}

/** `mlx.yaml`: a model of the house, which no provider ever retires, and what `stable` demands. */
export function projectFile(gates = "[]"): string {
  return `models:\n  house-1: {contextWindow: 100000, pinned: true}\nprompts:\n  gates:\n    stable: ${gates}\n`;
}

/** A repository with the prompt `answer`, published under these versions, each with a text of its own; nothing is committed. */
export async function releasedPrompt(...versions: string[]): Promise<TestRepo> {
  const repo = gitRepo({ "mlx.yaml": projectFile(), "prompts/answer/prompt.md": promptText() });
  for (const version of versions) await publishVersion(repo, version);
  return repo;
}

export async function publishVersion(repo: TestRepo, version: string): Promise<void> {
  repo.write({ "prompts/answer/prompt.md": promptText(`You answer questions, as version ${version}.`) });
  await must(repo, ["prompt", "publish", "answer", "--version", version, "-m", `made ${version}`]);
}
