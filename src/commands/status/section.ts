import type { App } from "../../app/app.js";

/** One part of `mlx status`. A later capability adds a file with its section and a line in sections.ts. */
export interface StatusSection {
  /** The key in the JSON document. */
  readonly key: string;
  readonly title: string;
  read(app: App): Promise<SectionReport>;
}

export interface SectionReport {
  /** For people, without indentation. */
  readonly lines: readonly string[];
  readonly json: unknown;
}
