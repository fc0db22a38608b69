import type { ObjectStore } from "../../ports.js";
import type { App } from "../app.js";

export interface OpenedRemote {
  readonly name: string;
  readonly store: ObjectStore;
}

/** Opens a remote's store and checks at once that it can be used; it is closed when the command ends. */
export async function openRemote(
  app: App,
  name: string | undefined,
  options: { readonly create: boolean },
): Promise<OpenedRemote> {
  const remote = await app.store(name);
  await remote.store.open({ create: options.create, signal: app.signal });
  return remote;
}
