import { App, type AppInput, type GlobalFlags } from "../app/app.js";
import { openUi } from "../app/open-ui.js";
import { ExitCode } from "../core/exit-codes.js";

/** Runs one command in its app and returns its exit code; whatever is thrown has been told by then. */
export async function runCommand(
  input: AppInput,
  flags: GlobalFlags,
  command: (app: App) => Promise<number>,
): Promise<number> {
  const ui = await openUi(input, flags);
  const tell = (error: unknown): number => {
    // What breaks because it is being interrupted needs no words.
    return input.signal?.aborted ? ExitCode.interrupted : ui.error(error);
  };
  let app: App;
  try {
    app = new App(input, flags, ui);
  } catch (error) {
    return tell(error);
  }
  const code = await command(app).catch(tell);
  ui.endProgress();
  const unfinished = await app.end();
  return unfinished.map(tell)[0] ?? code;
}
