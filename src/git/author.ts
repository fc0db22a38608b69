import type { Git } from "./git.js";

/** The e-mail address of whoever commits here, by git's own rules; undefined where git does not know. */
export async function authorEmail(git: Git): Promise<string | undefined> {
  const { code, stdout } = await git.run(["var", "GIT_AUTHOR_IDENT"], { allow: [128] });
  const email = code === 0 ? /<([^>]*)>/.exec(stdout.toString("utf8"))?.[1] : undefined;
  return email === "" ? undefined : email;
}
