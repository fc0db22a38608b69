import { MlxError } from "../../core/errors.js";
import type { Git } from "../../git/git.js";
import type { Person } from "../../registry/types.js";

/**
 * Who commits here, by git's own rules: `GIT_AUTHOR_*`, then the configuration.
 * @throws {MlxError} `MLX_NO_IDENTITY`, exit 2, where git does not know.
 */
export async function readAuthor(git: Git): Promise<Person> {
  const { code, stdout } = await git.run(["var", "GIT_AUTHOR_IDENT"], { allow: [128] });
  const [, name, email] = (code === 0 && /^(.*) <([^>]*)> \d+ [+-]\d+$/m.exec(stdout.toString("utf8"))) || [];
  if (name !== undefined && email !== undefined && email !== "") return { name: name.trim(), email };
  throw new MlxError(
    "MLX_NO_IDENTITY",
    "git does not know who you are, and a release carries its author's name",
    {
      hint: 'git config --global user.name "Your Name" && git config --global user.email you@example.com',
      exitCode: 2,
    },
  );
}
