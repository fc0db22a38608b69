import type { FileTree } from "../core/file-tree.js";

/** Where prompts live, from the repository's top. */
export const promptsFolder = "prompts";

/** What several prompts include. No prompt can have its name. */
export const partialsFolder = `${promptsFolder}/_partials`;

const promptFileName = "prompt.md";

/** The working copy of a prompt. */
export function promptFile(name: string): string {
  return `${promptsFolder}/${name}/${promptFileName}`;
}

/** The folder's name, if `path` is where a prompt's working copy lies. */
export function promptNameOf(path: string): string | undefined {
  const [top, name, file, ...rest] = path.split("/");
  const fits = top === promptsFolder && file === promptFileName && rest.length === 0;
  return fits && name !== undefined && `${promptsFolder}/${name}` !== partialsFolder ? name : undefined;
}

/** Whether `path` is a text that lies where prompts look for what they include. */
export function isPartial(path: string): boolean {
  return path.startsWith(`${partialsFolder}/`) && path.endsWith(".md");
}

/** The names of the folders that hold a prompt, in byte order. */
export function promptNames(tree: FileTree): string[] {
  return tree.paths.flatMap((path) => promptNameOf(path) ?? []);
}
