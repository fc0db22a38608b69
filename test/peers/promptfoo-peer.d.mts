/** What two tools can agree on of a case. */
export interface PeerRow {
  readonly status: "passed" | "failed" | "errored";
  readonly score?: number;
  readonly output?: unknown;
  readonly named?: Readonly<Record<string, number>>;
}

export const version: string;
export function folderOf(name: string): string;
export const projects: readonly string[];
export function needsPython(name: string): boolean;
export function modelServer(): Promise<{
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}>;
export function installed(): readonly string[];
export function promptfooRows(
  command: readonly string[],
  name: string,
  env: Readonly<Record<string, string>>,
): Promise<readonly PeerRow[]>;
