// Which modules of ours are bundled into one file. Code splitting by itself makes a file of every set of lazy modules that
// shares something: a command then opens a hundred small files, which takes longer than to read a few of their size.
import { readdirSync } from "node:fs";
import { relative, sep } from "node:path";

const commandsOf = (...nouns) => nouns.flatMap((noun) => filesBelow(`src/commands/${noun}`));

/** What is needed together, by the modules that it begins with. What several of the later ones need goes into `shared`. */
const starts = () => ({
  program: ["src/cli/run-program.ts"],
  command: [
    "src/cli/run-command.ts",
    "src/app/open-ui.ts",
    "src/ui/theme.ts",
    "src/workspace/discover.ts",
    "src/git/git.ts",
    "src/git/merge-driver.ts",
    "src/config/load-config.ts",
  ],
  thread: ["src/app/prompts/lint-thread.ts"],
  lint: [
    "src/cli/prompt.ts",
    "src/commands/prompt/lint.ts",
    "src/commands/hooks/pre-commit.ts",
    "src/app/hooks/lint-staged.ts",
    "src/app/prompts/lint-prompts.ts",
    "src/app/prompts/lint-secrets.ts",
    "src/ui/findings/text.ts",
  ],
  prompts: [...commandsOf("prompt", "registry"), "src/cli/registry.ts"],
  data: [...commandsOf("data", "remote"), "src/cli/data.ts", "src/cli/remote.ts"],
  evals: [...commandsOf("eval"), "src/cli/eval.ts"],
  models: [...commandsOf("model", "gate"), "src/cli/model.ts", "src/cli/gate.ts"],
  runs: [...commandsOf("run", "runs"), "src/cli/runs.ts", "src/cli/run.ts"],
});

const filesBelow = (folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => `${folder}/${name.split(sep).join("/")}`);

/**
 * Packages so small, or so often needed, that a module is not heavy for importing them. Where `node_modules` is a link, as in
 * a second working tree, their paths begin elsewhere.
 */
const lightPackages =
  /(?:^|\/)node_modules\/(?:commander|chalk|cli-table3|@colors\/colors|string-width|strip-ansi|ansi-regex|emoji-regex|is-fullwidth-code-point)\//;

/**
 * @param root the repository's top, which is also the working folder. @param inputs of esbuild's metafile: who imports what.
 * @param entries the files that are bundled as they are named. What the first of them imports right away stays with it: it
 *   answers `--version` with nothing else loaded.
 * @returns for the id of a module the name of its file, or null where the bundler decides.
 */
export function chunkNames(root, inputs, entries) {
  const stated = (path) =>
    (inputs[path]?.imports ?? []).filter(({ kind, external }) => kind !== "dynamic-import" && !external);
  const closure = (paths) => {
    const seen = new Set();
    const visit = (path) => {
      if (seen.has(path) || !(path in inputs)) return;
      seen.add(path);
      for (const { path: next } of stated(path)) visit(next);
    };
    paths.forEach(visit);
    return seen;
  };
  const isOurs = (path) => path.startsWith("src/");
  const isLight = (path) => [...closure([path])].every((part) => isOurs(part) || lightPackages.test(part));

  const taken = new Set([...entries, ...closure(entries.slice(0, 1))]);
  const names = new Map();
  const claim = (name, paths) => {
    for (const path of paths) {
      if (taken.has(path) || names.has(path)) continue;
      if (lightPackages.test(path) || (isOurs(path) && isLight(path))) names.set(path, name);
    }
  };
  const { program, command, thread, ...later } = starts();
  claim("thread", closure(thread));
  claim("program", closure(program));
  claim("command", closure(command));
  const parts = Object.entries(later).map(([name, paths]) => [name, closure(paths.filter(isLight))]);
  const users = new Map();
  for (const [, part] of parts) for (const path of part) users.set(path, (users.get(path) ?? 0) + 1);
  claim(
    "shared",
    [...users.keys()].filter((path) => users.get(path) > 1 && !onlyPrompts(path, parts)),
  );
  for (const [name, part] of parts) claim(name, part);
  return (id) => names.get(relative(root, id).split(sep).join("/")) ?? null;
}

/** What linting and the other commands of prompts share comes with the linter, which those need anyway. */
function onlyPrompts(path, parts) {
  return parts.every(([name, part]) => name === "lint" || name === "prompts" || !part.has(path));
}
