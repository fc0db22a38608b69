/** Where a run ran. Every part may be absent. */
export interface RunEnvironment {
  readonly os?: string;
  readonly arch?: string;
  readonly kernel?: string;
  readonly libc?: string;
  readonly locale?: string;
  readonly interpreter?: {
    readonly name: string;
    readonly version: string;
    readonly path: string;
    /** Name to version. */
    readonly packages: Readonly<Record<string, string>>;
  };
  readonly container?: { readonly image?: string; readonly id?: string };
  /** The allow-listed variables. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Names of the others with 12 digits of their value's digest and, behind `@`, its key: each clone has its own. */
  readonly otherVariables?: Readonly<Record<string, string>>;
  readonly cpu?: { readonly model: string; readonly count: number };
  readonly memoryBytes?: number;
  readonly gpus?: readonly {
    readonly name: string;
    readonly driver: string;
    readonly memoryBytes?: number;
  }[];
}
