import type { FileTree } from "../core/file-tree.js";
import { displayPath } from "../core/visible-text.js";
import { decodePrompt } from "./decode-prompt.js";
import { type ParsedPrompt, parsePrompt } from "./parse-prompt.js";
import { partialsFolder, promptsFolder } from "./prompt-paths.js";
import type { TextSource } from "./source.js";
import { splitFrontMatter } from "./split-front-matter.js";
import type { IncludeResolver } from "./template/include.js";

/** Reads the prompt at a path of the tree, its includes from the tree too; undefined if there is no such file. */
export async function readPrompt(tree: FileTree, path: string): Promise<ParsedPrompt | undefined> {
  const bytes = tree.read(path);
  if (bytes === undefined) return undefined;
  const [top, folder] = path.split("/");
  return parsePrompt({
    file: path,
    bytes,
    ...(top === promptsFolder && folder !== undefined && { folder }),
    include: includesIn(tree),
  });
}

type Included = ReturnType<IncludeResolver>;

/**
 * Finds included files in a tree: in the folder of the file that includes them, then in `prompts/_partials`, and nowhere
 * above `prompts`.
 */
export function includesIn(tree: FileTree): IncludeResolver {
  const known = new Map<string, Included | undefined>();
  const find = (path: string): Included | undefined => {
    if (!known.has(path)) known.set(path, readIncluded(tree, path));
    return known.get(path);
  };
  return (path, from) => {
    const refused = refusal(path);
    if (refused) return refused;
    const own = from.file.slice(0, from.file.lastIndexOf("/") + 1);
    const places = [`${own}${path}`, `${partialsFolder}/${path}`].filter((place) =>
      place.startsWith(`${promptsFolder}/`),
    );
    for (const place of places) {
      const found = find(place);
      if (found) return found;
    }
    const tried = [...new Set(places)].map(displayPath).join(" and ");
    return { problem: `there is no file ${JSON.stringify(path)} to include`, hint: `looked for ${tried}` };
  };
}

/** A path can only lead down from where it is looked up. */
function refusal(path: string): Included | undefined {
  const problem = (reason: string) => ({
    problem: `${JSON.stringify(path)} cannot be included: ${reason}`,
    hint: `put the file beside the prompt or into ${partialsFolder}/`,
  });
  if (path.includes("\\")) return problem("a path has / between its parts");
  if (/^(?:\/|[A-Za-z]:)/.test(path)) return problem("the path is absolute");
  const parts = path.split("/");
  if (parts.includes("..")) return problem("the path leads out of its folder");
  if (parts.some((part) => part === "" || part === ".")) return problem("it is no path of a file");
  return undefined;
}

function readIncluded(tree: FileTree, path: string): Included | undefined {
  const bytes = tree.read(path);
  if (bytes === undefined) return undefined;
  const { source, problems } = decodePrompt(path, bytes);
  const [problem] = problems;
  if (problem) {
    const place = `${displayPath(path)}:${problem.line}:${problem.column}`;
    return {
      problem: `${place}: ${problem.message}`,
      ...(problem.hint !== undefined && { hint: problem.hint }),
    };
  }
  return hasFrontMatter(source)
    ? {
        problem: `${displayPath(path)} has front matter`,
        hint: "an included file is template text alone: remove the front matter, or include another file",
      }
    : { source };
}

function hasFrontMatter(source: TextSource): boolean {
  const { yaml } = splitFrontMatter(source);
  return yaml !== undefined && /^[A-Za-z_][\w-]*:/.test(yaml.text);
}
