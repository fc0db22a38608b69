import type { App } from "../../app/app.js";
import { displayPath } from "../../core/visible-text.js";
import type { Suite } from "../../evals/types.js";

/** What a file asks for and mlx does not do is never passed over in silence. */
export function tellNotKept(app: App, { notKept }: Pick<Suite, "notKept">): void {
  for (const { what, reason, at } of notKept) {
    app.ui.warn(`${displayPath(at.file)}:${at.line}:${at.column}: ${what} is left out: ${reason}`);
  }
}
