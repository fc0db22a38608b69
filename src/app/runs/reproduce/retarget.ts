/**
 * A command's words with paths into one of `roots` leading into `to` instead: a command that names its files by absolute
 * paths would otherwise write into the worktree that it was recorded in.
 * @param roots absolute paths. @param to absolute.
 */
export function retarget(argv: readonly string[], roots: readonly string[], to: string): string[] {
  return argv.map((word) => {
    const start = word.startsWith("-") ? word.indexOf("=") + 1 : 0;
    const path = word.slice(start);
    const root = roots.find((folder) => path === folder || path.startsWith(`${folder}/`));
    return root === undefined ? word : `${word.slice(0, start)}${to}${path.slice(root.length)}`;
  });
}
