import type { ResolvedConfig } from "../../../core/settings.js";
import { App, type AppInput } from "../../app.js";

/**
 * An app in another worktree of the same repository. Its settings are those of the worktree it was started from: the
 * caches and remotes that exist are today's, not those that a commit of long ago names.
 */
export class WorktreeApp extends App {
  /** @param onSignal told of signals that a command takes over. */
  constructor(
    private readonly origin: App,
    place: Pick<AppInput, "cwd" | "env">,
    onSignal: (signal: NodeJS.Signals) => void,
  ) {
    const { signal, signals, selfCommand, stdin, flags, ui } = origin;
    const { cwd: _, ...others } = flags;
    const watched = signals && {
      takeOver: (listener: (signal: NodeJS.Signals) => void) =>
        signals.takeOver((name) => {
          onSignal(name);
          listener(name);
        }),
    };
    super({ ...place, signal, ...(watched && { signals: watched }), selfCommand, stdin }, others, ui);
  }

  override config(): Promise<ResolvedConfig> {
    return this.origin.config();
  }
}
