import { ProviderFault } from "../evals/provider.js";
import type { ProviderConfig } from "./provider-config.js";
import { runCommand } from "./run-command.js";

/** Milliseconds: a keychain may ask its owner first. */
const patience = 120_000;

/** What a command of a password manager prints, such as `op read op://team/openai/key`. Kept in memory alone. */
export async function keyFromCommand(command: string, config: ProviderConfig): Promise<string> {
  const shell: [string, ...string[]] =
    process.platform === "win32" ? ["cmd.exe", "/d", "/s", "/c", command] : ["/bin/sh", "-c", command];
  const { code, stdout } = await runCommand(shell, {
    cwd: config.context.folder,
    env: config.environment(),
    timeoutMs: patience,
  });
  const key = stdout.trim();
  // What it printed is not told: it may hold the key.
  if (code !== 0)
    throw new ProviderFault("credentials", `has no key: apiKeyCommand ended with exit code ${code}`);
  if (key === "" || /\s/.test(key)) {
    throw new ProviderFault(
      "credentials",
      key === ""
        ? "has no key: apiKeyCommand printed nothing"
        : "has no key: apiKeyCommand printed more than one word",
    );
  }
  return key;
}
