import type { Sha256 } from "../../core/sha256.js";
import type { RunContent } from "../bundle.js";

/** An object that a run names. */
export interface ContentObject {
  readonly sha256: Sha256;
  /** Bytes. */
  readonly size: number;
  /** The artifact's path, or `log`. */
  readonly label: string;
}

/** The objects of the cache that a run names, each once: its artifacts, models' files among them, and its log. */
export function contentObjects({
  artifacts,
  context,
}: Pick<RunContent, "artifacts" | "context">): ContentObject[] {
  const objects = artifacts.map(({ sha256, size, path }) => ({ sha256, size, label: path }));
  if (context.log) objects.push({ sha256: context.log.sha256, size: context.log.size, label: "log" });
  return [...new Map(objects.map((object) => [object.sha256, object])).values()];
}
