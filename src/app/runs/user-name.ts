import { userInfo } from "node:os";
import type { App } from "../app.js";

/** Who runs this, where git does not know; containers have users without a name. */
export function userName(app: App): string {
  try {
    return userInfo().username;
  } catch {
    return app.env["USER"] ?? app.env["USERNAME"] ?? "unknown";
  }
}
