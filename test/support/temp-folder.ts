import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

const leftovers = new Set<string>();
process.once("exit", () => {
  for (const folder of leftovers) remove(folder);
});

/** A new folder that goes away with the test, or with the worker if it is made outside of a test. */
export function tempFolder(name = "mlx-test-"): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), name)));
  try {
    onTestFinished(() => remove(folder));
  } catch {
    leftovers.add(folder);
  }
  return folder;
}

function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
