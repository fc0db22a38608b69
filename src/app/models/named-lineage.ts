import { MlxError } from "../../core/errors.js";
import type { Sha256 } from "../../core/sha256.js";
import { displayPath } from "../../core/visible-text.js";
import { listingDigest } from "../../data/tree.js";
import type { Pointer } from "../../data/types.js";
import { hashFiles } from "../../files/hash-files.js";
import { parseReference } from "../../registry/reference.js";
import { resolveVersion } from "../../registry/versions/resolve-version.js";
import { type DataSession, workingPointers } from "../data/session.js";
import { registryTree } from "../registry/registry-tree.js";
import { requireItem } from "../registry/require-item.js";
import { declaredPath } from "../runs/capture/declared-path.js";
import { readContent } from "../runs/capture/path-content.js";

/**
 * The digests of data that a person names: of what is on disk; where nothing is, of what its pointer says.
 * @throws {MlxError} `MLX_NO_SUCH_FILE`, exit 2; `MLX_UNREADABLE`.
 */
export async function namedData(
  session: DataSession,
  typed: readonly string[],
): Promise<Record<string, Sha256>> {
  const digests: Record<string, Sha256> = {};
  for (const word of typed) {
    const declared = declaredPath(session.workspace, session.app.cwd, word.replace(/\.mlx$/, ""));
    const { digest, warnings } = await readContent(session, declared, {
      store: false,
      read: (tasks) =>
        hashFiles(
          tasks.map(({ source }) => source),
          { signal: session.app.signal },
        ),
    });
    const [fault] = warnings;
    if (fault !== undefined) {
      throw new MlxError("MLX_UNREADABLE", `${displayPath(word)}: ${displayPath(fault)}`, {
        hint: "nothing was registered; mend it first",
      });
    }
    digests[declared.path] = digest.sha256 ?? (await pointerDigest(session, declared.path, word));
  }
  return digests;
}

async function pointerDigest(session: DataSession, path: string, word: string): Promise<Sha256> {
  const { targets } = await workingPointers(session);
  const pointer = targets.find((target) => target.path === path)?.pointer;
  if (pointer !== undefined) return digestOf(pointer);
  throw new MlxError(
    "MLX_NO_SUCH_FILE",
    `--data ${displayPath(word)}: there is no such file, and it is not tracked`,
    {
      hint: "mlx data ls shows what is tracked",
      exitCode: 2,
    },
  );
}

function digestOf(pointer: Pointer): Sha256 {
  return pointer.kind === "file" ? pointer.sha256 : listingDigest(pointer);
}

/**
 * The record's digest of each prompt's version that a person names, by `name@version`.
 * @throws {MlxError} `MLX_REFERENCE`, `MLX_NOT_PUBLISHED`, `MLX_VERSION_NOT_FOUND`, exit 2.
 */
export async function namedPrompts(
  { app }: DataSession,
  typed: readonly string[],
): Promise<Record<string, Sha256>> {
  if (typed.length === 0) return {};
  const tree = await registryTree(app);
  const found = typed.map((word): [string, Sha256] => {
    const { name, ref } = parseReference(word);
    if (ref === undefined) {
      throw new MlxError(
        "MLX_REFERENCE",
        `--prompt ${displayPath(word)}: say which version it was trained with`,
        {
          hint: `the working copy can still change; name a version or an alias, such as ${displayPath(name)}@1.0.0`,
          exitCode: 2,
        },
      );
    }
    requireItem(tree, "prompt", name);
    const { version, record } = resolveVersion(tree, "prompt", name, ref);
    return [`${name}@${version}`, record.digest];
  });
  return Object.fromEntries(found);
}
