/** What the person asked for, before any command. */
export interface OutputFlags {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  /** False with `--no-color`. */
  readonly color: boolean;
}

export interface UiMode extends OutputFlags {
  /** Whether progress may be drawn on stderr. */
  readonly interactive: boolean;
  /** Columns of a line. */
  readonly width: number;
}

const fallbackWidth = 100;

export function isTerminal(stream: NodeJS.WritableStream): boolean {
  return "isTTY" in stream && stream.isTTY === true;
}

function columnsOf(stream: NodeJS.WritableStream): number | undefined {
  return "columns" in stream && typeof stream.columns === "number" && stream.columns > 0
    ? stream.columns
    : undefined;
}

/** Decides on colour, progress and width from the flags, the environment and where the streams lead. */
export function terminalMode(
  flags: OutputFlags,
  env: Readonly<Record<string, string | undefined>>,
  streams: { readonly stdout: NodeJS.WritableStream; readonly stderr: NodeJS.WritableStream },
): UiMode {
  const dumb = env["TERM"] === "dumb";
  const ci = Boolean(env["CI"]) && env["CI"] !== "false" && env["CI"] !== "0";
  const bothTerminals = isTerminal(streams.stdout) && isTerminal(streams.stderr);
  return {
    ...flags,
    color: flags.color && !flags.json && bothTerminals && !env["NO_COLOR"] && !dumb,
    // A pseudo-terminal that nobody looks at has no columns: there is nothing to draw on.
    interactive:
      isTerminal(streams.stderr) &&
      columnsOf(streams.stderr) !== undefined &&
      !ci &&
      !dumb &&
      !flags.quiet &&
      !flags.json,
    width: columnsOf(streams.stdout) ?? columnsOf(streams.stderr) ?? fallbackWidth,
  };
}
