import { join } from "node:path";
import { MlxError } from "../core/errors.js";
import type { ObjectStore, UploadJournal } from "../ports.js";
import { openStore } from "../storage/open-store.js";
import { ensureStateDirs } from "../workspace/discover.js";
import type { App } from "./app.js";
import { chooseRemote } from "./remote-choice.js";

/** Opens a remote's store; its sockets are freed, and its journal closed, when the command ends. */
export async function openRemote(
  app: App,
  remoteName: string | undefined,
): Promise<{ readonly name: string; readonly store: ObjectStore }> {
  const [workspace, config] = await Promise.all([app.workspace(), app.config()]);
  const { name, remote } = chooseRemote(config, remoteName);
  let journal: Promise<UploadJournal | undefined> | undefined;
  const openJournal = async (): Promise<UploadJournal | undefined> => {
    const [{ openLedger }, { MultipartUploads }] = await Promise.all([
      import("../ledger/open-ledger.js"),
      import("../ledger/multipart-uploads.js"),
    ]);
    ensureStateDirs(workspace);
    try {
      const ledger = await openLedger(join(workspace.sharedDir, "ledger.db"));
      app.onEnd(() => ledger.close());
      return new MultipartUploads(ledger);
    } catch (error) {
      if (!(error instanceof MlxError)) throw error;
      app.ui.warn(`large uploads that are cut will begin anew: ${error.message}`, error.hint);
      return undefined;
    }
  };
  const store = await openStore(name, remote, {
    root: workspace.mainRoot,
    stallTimeout: config.transfer.stallTimeout,
    journal: () => {
      journal ??= openJournal();
      return journal;
    },
  });
  app.onEnd(() => store.close());
  return { name, store };
}
