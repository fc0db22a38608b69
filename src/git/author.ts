import type { Git } from "./git.js";

/** Who commits here, by git's own rules: `GIT_AUTHOR_*`, then the configuration. Undefined where git knows no e-mail address. */
export async function readAuthor(
  git: Git,
): Promise<{ readonly name: string; readonly email: string } | undefined> {
  const { code, stdout } = await git.run(["var", "GIT_AUTHOR_IDENT"], { allow: [128] });
  const [, name, email] = (code === 0 && /^(.*) <([^>]*)> \d+ [+-]\d+$/m.exec(stdout.toString("utf8"))) || [];
  return name === undefined || email === undefined || email === "" ? undefined : { name: name.trim(), email };
}
