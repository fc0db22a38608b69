import type { Finding } from "../../core/finding.js";
import { type Sha256, sha256Of } from "../../core/sha256.js";
import { readCanonicalPointer } from "../../data/pointer.js";
import type { RegistryItem } from "../../registry/read-item.js";
import { registryFinding } from "../../registry/verify/registry-finding.js";
import type { App } from "../app.js";
import { ManifestFetcher } from "../data/fetch-objects.js";
import { entriesOf } from "../data/listing.js";
import { type OpenedRemote, openRemote } from "../data/open-remote.js";
import { type DataSession, openDataSession } from "../data/session.js";
import { readBack } from "../data/verify-remote.js";

export interface RemoteCheck {
  /** The remote's name. */
  readonly remote: string;
  /** Distinct objects that were looked for. */
  readonly objects: number;
  readonly findings: readonly Finding[];
}

/** Requests under way at once. */
const atOnce = 64;
/** Where a listed directory's first entry stands in its pointer. */
const firstEntryLine = 4;

/** Where a version needs an object. */
interface Use {
  /** `penguins@3`. */
  readonly version: string;
  readonly file: string;
  readonly line: number;
  readonly path: string;
}

interface Wanted {
  /** Bytes; unknown for a manifest. */
  readonly size: number | undefined;
  readonly uses: Use[];
}

/**
 * Looks on a remote for every object of every version whose record and frozen file are intact; the others are named by
 * `verifyItem`. Prompts have no bytes but those in git.
 * @param options.deep reads each object back and compares its digest, instead of asking for its size alone.
 */
export async function verifyVersionsOnRemote(
  app: App,
  items: readonly RegistryItem[],
  options: { readonly remote?: string; readonly deep: boolean },
): Promise<RemoteCheck> {
  const session = await openDataSession(app, { command: "registry verify", cacheLock: "shared", bare: true });
  const remote = await openRemote(app, options.remote, { create: false });
  const { wanted, findings } = await wantedObjects(session, remote, items);
  const bad = options.deep
    ? await damagedObjects(session, remote, wanted)
    : await absentObjects(app, remote, wanted);
  const found = [...bad].flatMap(([sha256, problem]) =>
    (wanted.get(sha256)?.uses ?? []).map((use) => objectFinding(use, sha256, problem, remote.name)),
  );
  return { remote: remote.name, objects: wanted.size, findings: [...findings, ...found] };
}

async function wantedObjects(
  session: DataSession,
  remote: OpenedRemote,
  items: readonly RegistryItem[],
): Promise<{ readonly wanted: ReadonlyMap<Sha256, Wanted>; readonly findings: readonly Finding[] }> {
  const { read } = new ManifestFetcher(session, remote);
  const wanted = new Map<Sha256, Wanted>();
  const findings: Finding[] = [];
  const want = (sha256: Sha256, size: number | undefined, use: Use) => {
    const known = wanted.get(sha256);
    if (known === undefined) wanted.set(sha256, { size, uses: [use] });
    else known.uses.push(use);
  };
  for (const item of items) {
    if (item.noun !== "model") continue;
    for (const { version, frozenFile: file, record } of item.versions) {
      const bytes = item.tree.read(file);
      if (!record?.ok || bytes === undefined || sha256Of(bytes) !== record.value.sha256) continue;
      const pointer = readCanonicalPointer(Buffer.from(bytes).toString("utf8"));
      if (pointer === undefined) continue;
      const use = { version: `${item.name}@${version}`, file };
      const entries = await entriesOf(pointer, read, {
        onManifest: (sha256) => want(sha256, undefined, { ...use, line: 3, path: "its list of files" }),
        onUnreadable: (sha256, prefix, error) => {
          const path = prefix === "" ? "its list of files" : `the list of files of ${prefix}`;
          const problem = error.code === "MLX_OBJECT_MISSING" ? "missing" : "corrupt";
          findings.push(objectFinding({ ...use, line: 3, path }, sha256, problem, remote.name));
        },
      });
      const listed = pointer.kind === "directory" && "entries" in pointer;
      for (const [at, { sha256, size, path }] of entries.entries())
        want(sha256, size, { ...use, line: listed ? firstEntryLine + at : 3, path });
    }
  }
  return { wanted, findings };
}

type Problem = "missing" | "corrupt" | "unreadable" | { readonly size: number; readonly expected: number };

async function absentObjects(
  app: App,
  { store }: OpenedRemote,
  wanted: ReadonlyMap<Sha256, Wanted>,
): Promise<Map<Sha256, Problem>> {
  const bad = new Map<Sha256, Problem>();
  const all = [...wanted];
  for (let start = 0; start < all.length; start += atOnce) {
    await Promise.all(
      all.slice(start, start + atOnce).map(async ([sha256, { size: expected }]) => {
        const stored = await store.stat(sha256, app.signal);
        if (stored === undefined) bad.set(sha256, "missing");
        else if (expected !== undefined && stored.size !== expected)
          bad.set(sha256, { size: stored.size, expected });
      }),
    );
  }
  return bad;
}

async function damagedObjects(
  session: DataSession,
  remote: OpenedRemote,
  wanted: ReadonlyMap<Sha256, Wanted>,
): Promise<Map<Sha256, Problem>> {
  const labels = [...wanted].map(([sha256, { uses }]) => [sha256, uses[0]?.path ?? sha256] as const);
  const failed = await readBack(session, remote, new Map(labels));
  return new Map(
    failed.map(({ sha256, code }): [Sha256, Problem] => {
      if (code === "MLX_OBJECT_MISSING") return [sha256, "missing"];
      return [sha256, code === "MLX_CORRUPT_OBJECT" ? "corrupt" : "unreadable"];
    }),
  );
}

function objectFinding(use: Use, sha256: Sha256, problem: Problem, remote: string): Finding {
  const what = `${use.path} of ${use.version} (${sha256.slice(0, 12)}…)`;
  const place = { line: use.line, column: 1 };
  if (problem === "missing") {
    const message = `${what} is not on the remote ${remote}`;
    const hint = `whoever has the bytes can send them: mlx data push --remote ${remote}`;
    return registryFinding("missing-object", use.file, message, hint, place);
  }
  const hint = `write it again from a copy that is intact: mlx data verify --remote ${remote} --repair`;
  return registryFinding("corrupt-object", use.file, `${what} ${damageText(problem, remote)}`, hint, place);
}

function damageText(problem: Exclude<Problem, "missing">, remote: string): string {
  if (problem === "corrupt") return `has other bytes on the remote ${remote} than its digest says`;
  if (problem === "unreadable") return `cannot be read from the remote ${remote}`;
  return `has ${problem.size} bytes on the remote ${remote} instead of ${problem.expected}`;
}
