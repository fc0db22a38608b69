import type { CiCommand } from "./facts.js";

/** Where services look for what they are to run, from the repository's top. */
const ciFiles =
  /^(?:\.github\/workflows\/[^/]+\.ya?ml|\.gitlab-ci\.ya?ml|\.circleci\/config\.yml|azure-pipelines\.ya?ml|bitbucket-pipelines\.yml|Jenkinsfile|\.buildkite\/[^/]+\.ya?ml|\.woodpecker\.ya?ml|\.woodpecker\/[^/]+\.ya?ml|\.drone\.yml|\.travis\.yml|\.forgejo\/workflows\/[^/]+\.ya?ml|\.gitea\/workflows\/[^/]+\.ya?ml)$/;

/** `mlx eval run`, also as `npx mlx-cli@0.1.0 eval run` and `node bin/mlx.js eval run`. */
const command = /\bmlx(?:-cli)?(?:\.js)?(?:@[\w.-]+)?((?:\s+--?[\w-]+)*)\s+([a-z]+)(?:\s+([a-z][a-z-]*))?/g;

/** Nouns that do something by themselves. */
const verbless = new Set(["gate", "status", "doctor", "run", "init"]);

export function isCiFile(path: string): boolean {
  return ciFiles.test(path);
}

/** The command lines of mlx in a file, comments left out. */
export function ciCommandsIn(text: string, file: string, scheduled: boolean): CiCommand[] {
  return text.split("\n").flatMap((line, index) => {
    if (/^\s*#/.test(line)) return [];
    return [...line.matchAll(command)].map(([, , noun = "", verb]): CiCommand => {
      const name = verb === undefined || verbless.has(noun) ? noun : `${noun} ${verb}`;
      return { verb: name, file, line: index + 1, scheduled };
    });
  });
}

/** Whether a CI file says that it runs by the clock, too. GitLab keeps its schedules elsewhere; its rules name them. */
export function isScheduled(text: string): boolean {
  const lines = text.split("\n").filter((line) => !/^\s*#/.test(line));
  return lines.some((line) =>
    /^\s*(?:schedule|schedules|cron)\s*:|CI_PIPELINE_SOURCE\s*==\s*["']schedule["']|\bcron\s*[('"]/.test(
      line,
    ),
  );
}

/** Words of a CI file that may be paths of scripts; `make` and `npm` stand for the files that they read. */
export function scriptWords(text: string): string[] {
  const words = text
    .split("\n")
    .filter((line) => !/^\s*#/.test(line))
    .flatMap((line) => line.split(/[\s"'`;|&()=]+/))
    .map((word) => word.replace(/^\.\//, ""));
  const known = words.flatMap((word) => {
    if (word === "make") return ["Makefile"];
    if (/^(?:npm|pnpm|yarn|bun)$/.test(word)) return ["package.json"];
    return /^[\w./-]*[\w-]$/.test(word) && !word.includes("..") && !word.startsWith("/") ? [word] : [];
  });
  return [...new Set(known)];
}
