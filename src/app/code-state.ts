import { workingStatus } from "../git/status.js";
import type { App } from "./app.js";

/** The commit that is checked out, and whether the working tree differs from it, untracked files included. */
export async function codeState(app: App): Promise<{ readonly commit?: string; readonly dirty: boolean }> {
  if ((await app.workspace()).bare) return { dirty: false };
  const { commit, changes } = await workingStatus(await app.git());
  return { ...(commit !== undefined && { commit }), dirty: changes.length > 0 };
}
