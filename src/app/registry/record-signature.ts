import type { Git } from "../../git/git.js";
import type { SignatureFacts } from "../../registry/gates/gates.js";

/**
 * Who signed the commit that added a version's record, or an approval, by git's own check.
 * @param file from the top. @param what it is, for people.
 */
export async function recordSignature(git: Git, file: string, what = "its record"): Promise<SignatureFacts> {
  const commit = await addingCommit(git, file);
  if (commit === undefined) {
    return { good: false, reason: `${what} is not committed yet: commit it with git commit --gpg-sign` };
  }
  const refused = (reason: string): SignatureFacts => ({ good: false, reason, commit });
  const short = commit.slice(0, 10);
  if (await changedSince(git, commit, file))
    return refused(`${what} is no longer the one that commit ${short} added`);
  const raw = await git.text(["cat-file", "commit", commit]);
  const header = raw.slice(0, raw.indexOf("\n\n"));
  if (await isShallowBoundary(git, commit, header)) {
    return refused(
      "this clone is shallow and does not reach the commit that added it: git fetch --unshallow",
    );
  }
  if (!/^gpgsig/m.test(header)) return refused(`commit ${short}, which added it, is not signed`);
  const [verdict = "", signer = ""] = (await git.text(["log", "-1", "--format=%G?%x09%GS", commit])).split(
    "\t",
  );
  return judge(verdict, signer, commit, /^gpgsig(?:-sha256)? -----BEGIN SSH/m.test(header));
}

async function addingCommit(git: Git, file: string): Promise<string | undefined> {
  const args = [
    "--literal-pathspecs",
    "log",
    "-1",
    "--no-renames",
    "--diff-filter=A",
    "--format=%H",
    "--",
    file,
  ];
  const { code, stdout } = await git.run(args, { allow: [128] });
  const commit = stdout.toString("utf8").trim();
  return code === 0 && commit !== "" ? commit : undefined;
}

/** The digest in the record seals the frozen bytes, so the record alone is compared. */
async function changedSince(git: Git, commit: string, file: string): Promise<boolean> {
  const { code } = await git.run(["--literal-pathspecs", "diff", "--quiet", commit, "--", file], {
    allow: [1],
  });
  return code !== 0;
}

/** At the boundary of a shallow clone git shows a commit without the parents that it has, as if it had added everything. */
async function isShallowBoundary(git: Git, commit: string, header: string): Promise<boolean> {
  if (!/^parent /m.test(header)) return false;
  return (await git.text(["log", "-1", "--format=%P", commit])) === "";
}

const bad: Readonly<Record<string, string>> = {
  B: "its signature is bad",
  X: "its signature has expired",
  Y: "it was signed with a key that has expired",
  R: "it was signed with a key that is revoked",
};

/** @param verdict git's `%G?`. @param signer git's `%GS`: empty where the key belongs to nobody that git knows. */
function judge(verdict: string, signer: string, commit: string, ssh: boolean): SignatureFacts {
  const short = commit.slice(0, 10);
  if (verdict === "G" || (verdict === "U" && signer !== "")) {
    return { good: true, reason: `commit ${short}, signed by ${signer}`, commit, signer };
  }
  const known = bad[verdict];
  if (known !== undefined) return { good: false, reason: `commit ${short} added it: ${known}`, commit };
  const where = ssh
    ? "add the key to the file that git config gpg.ssh.allowedSignersFile names"
    : "import the key: gpg --import";
  return {
    good: false,
    reason: `commit ${short} is signed with a key that git does not know here; ${where}`,
    commit,
  };
}
