import { hookBytes, readHookFile } from "./hook-file.js";
import { type HookName, hookNames } from "./hook-names.js";
import type { HookStep } from "./hook-step.js";
import { callsMlx, lefthookSnippet, withLefthookCommand } from "./lefthook-text.js";
import { withoutBlocks } from "./marked-block.js";

/** A command of mlx for each hook in lefthook's configuration, which a team shares. */
export function planLefthookInstall(file: string, hooks: readonly HookName[]): HookStep[] {
  let text = configText(file);
  const isYaml = /\.ya?ml$/.test(file);
  return hooks.map((hook): HookStep => {
    const step = { hook, manager: "lefthook", file, edits: [] } as const;
    if (text !== undefined && callsMlx(text, hook)) return { ...step, action: "unchanged" };
    const written = text !== undefined && isYaml ? withLefthookCommand(text, hook) : undefined;
    if (written === undefined) return { ...step, action: "advised", snippet: lefthookSnippet(hook) };
    text = written;
    return { ...step, action: "added", edits: [{ kind: "write", path: file, bytes: hookBytes(text) }] };
  });
}

/** Takes out what lies between the marking comments. */
export function planLefthookUninstall(file: string): HookStep[] {
  const text = configText(file) ?? "";
  const rest = withoutBlocks(text);
  if (rest === text) return [];
  const taken = hookNames.filter((hook) => callsMlx(text, hook) && !callsMlx(rest, hook));
  return taken.map((hook, index) => ({
    ...{ hook, manager: "lefthook", file, action: "cleaned" },
    edits: index === 0 ? [{ kind: "write", path: file, bytes: hookBytes(rest) }] : [],
  }));
}

/** As `readHookFile` reads texts: one character a byte. Undefined for a link, which is not ours to replace. */
function configText(file: string): string | undefined {
  const found = readHookFile(file);
  return "text" in found ? found.text : undefined;
}
