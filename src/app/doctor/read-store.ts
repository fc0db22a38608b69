import { isAbsolute, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { MlxError } from "../../core/errors.js";
import type { Sha256 } from "../../core/sha256.js";
import type { Selection } from "../../data/target.js";
import type { StoreFacts } from "../../doctor/facts.js";
import type { RegistryItem } from "../../registry/read-item.js";
import type { App } from "../app.js";
import { openForStatus, remoteStatus } from "../data/remote-status.js";
import { openDataSession } from "../data/session.js";
import { verifyVersionsOnRemote } from "../registry/verify-versions-remote.js";
import { chooseRemote } from "../remote-choice.js";

export interface StoreReading {
  readonly facts: StoreFacts;
  /** Those of `digests` that the store has; none where it was not asked. */
  existing(digests: readonly Sha256[]): Promise<ReadonlySet<Sha256>>;
}

/**
 * Whether the default store has the bytes of what is tracked and registered. A folder is looked into; what lies behind a network is
 * asked where that is wanted.
 */
export async function readStore(
  app: App,
  selections: readonly Selection[],
  items: readonly RegistryItem[],
  overNetwork: boolean,
): Promise<StoreReading> {
  const nothing = async () => new Set<Sha256>();
  const config = await app.config();
  if (Object.keys(config.remotes).length === 0) return { facts: { kind: "none" }, existing: nothing };
  const { name, remote } = chooseRemote(config);
  const folder = folderOf(remote.url);
  if (folder === undefined && !overNetwork)
    return { facts: { kind: "not-asked", remote: name, url: remote.written }, existing: nothing };
  try {
    const opened = await openForStatus(app, name);
    const session = await openDataSession(app, { command: "doctor" });
    const data = await remoteStatus(session, opened, selections);
    const lacking = data.reduce((sum, { missing }) => sum + missing, 0);
    const models = items.filter(({ noun, versions }) => noun === "model" && versions.length > 0);
    const unsent = await unsentVersions(app, models, name, opened.isNew);
    const { root } = await app.workspace();
    return {
      facts: {
        ...{
          kind: "asked",
          remote: name,
          url: remote.written,
          inside: folder !== undefined && isInside(root, folder),
        },
        missing: lacking + unsent,
      },
      existing: async (digests) => (opened.isNew ? new Set() : opened.store.existing(digests, app.signal)),
    };
  } catch (error) {
    if (!(error instanceof MlxError)) throw error;
    return { facts: { kind: "unreachable", remote: name, reason: error.message }, existing: nothing };
  }
}

/** How many files of models' versions a store lacks; of one that nothing was pushed to yet at least one for each version. */
async function unsentVersions(
  app: App,
  models: readonly RegistryItem[],
  remote: string,
  isNew: boolean,
): Promise<number> {
  if (isNew) return models.reduce((sum, { versions }) => sum + versions.length, 0);
  if (models.length === 0) return 0;
  return (await verifyVersionsOnRemote(app, models, { remote, deep: false })).findings.length;
}

/** Undefined for what is no folder of this computer. */
function folderOf(url: string): string | undefined {
  if (url.startsWith("file://")) return fileURLToPath(url);
  return /^[a-z0-9]+:\/\//i.test(url) ? undefined : url;
}

function isInside(root: string, folder: string): boolean {
  const way = relative(root, folder);
  return way !== "" && !way.startsWith("..") && !isAbsolute(way);
}
