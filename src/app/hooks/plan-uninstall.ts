import { lstatSync } from "node:fs";
import { join } from "node:path";
import { hookBytes, readHookFile } from "./hook-file.js";
import type { HookLayout } from "./hook-layout.js";
import { type HookName, hookNames } from "./hook-names.js";
import { earlierHook, type FileEdit, type HookAction, type HookManager, type HookStep } from "./hook-step.js";
import { withoutBlocks } from "./marked-block.js";

/** What taking everything of mlx out of the hooks would change. Only reads. @throws {MlxError} `MLX_HOOK_IN_THE_WAY`, exit 3. */
export async function planUninstall(layout: HookLayout): Promise<HookStep[]> {
  const steps = hookNames.flatMap((hook) => fileStep("git", hook, join(layout.folder.path, hook)) ?? []);
  const husky = layout.husky?.folder;
  if (husky !== undefined && husky !== layout.folder.path)
    steps.push(...hookNames.flatMap((hook) => fileStep("husky", hook, join(husky, hook)) ?? []));
  if (layout.lefthook === undefined) return steps;
  const { planLefthookUninstall } = await import("./plan-lefthook.js");
  return [...steps, ...planLefthookUninstall(layout.lefthook)];
}

function fileStep(manager: HookManager, hook: HookName, file: string): HookStep | undefined {
  const found = readHookFile(file);
  const earlier = earlierHook(file);
  const chained = lstatSync(earlier, { throwIfNoEntry: false }) !== undefined;
  const restore: FileEdit = { kind: "move", from: earlier, to: file };
  const step = (action: HookAction, ...edits: FileEdit[]): HookStep => ({
    hook,
    manager,
    file,
    action,
    edits,
  });
  if (found.kind === "absent") return chained ? step("restored", restore) : undefined;
  if (found.kind !== "ours") return undefined;
  const rest = withoutBlocks(found.text);
  const write: FileEdit = { kind: "write", path: file, bytes: hookBytes(rest) };
  if (!found.whole) return step("cleaned", write);
  const untouched = rest.trim() === "#!/bin/sh";
  if (!chained) return untouched ? step("removed", { kind: "remove", path: file }) : step("cleaned", write);
  // Somebody has added lines of their own: putting the earlier hook back would lose them.
  return untouched ? step("restored", restore) : step("left", write);
}
