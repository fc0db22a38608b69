import { MlxError } from "../../core/errors.js";
import { readAuthor } from "../../git/author.js";
import type { Git } from "../../git/git.js";
import type { Person } from "../../registry/types.js";

/**
 * Who releases: whom git would write into a commit.
 * @throws {MlxError} `MLX_NO_IDENTITY`, exit 2, where git does not know.
 */
export async function requireAuthor(git: Git): Promise<Person> {
  const author = await readAuthor(git);
  if (author !== undefined) return author;
  throw new MlxError(
    "MLX_NO_IDENTITY",
    "git does not know who you are, and a release carries its author's name",
    {
      hint: 'git config --global user.name "Your Name" && git config --global user.email you@example.com',
      exitCode: 2,
    },
  );
}
