import type { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import type { RawOutput } from "../../ui/raw-output.js";

/** Something that the command started may hold its output open for good. */
const patienceMs = 1000;

export interface Relay {
  readonly source: Readable;
  readonly target: RawOutput;
}

/**
 * Passes on what a command writes, byte for byte and no faster than it is read. Where nobody reads any more it is only
 * kept: that its viewer went away does not end a training.
 * @param keep called with every piece before it is passed on.
 * @param ended resolves when the command itself has ended.
 * @returns resolves at the end of the output, or when after the command's end nothing came for a second: false then.
 */
export async function relayOutput(
  relays: readonly Relay[],
  keep: (chunk: Uint8Array) => void,
  ended: Promise<unknown>,
): Promise<boolean> {
  let pieces = 0;
  let waiting = 0;
  const passOn = relays.map(async ({ source, target }) => {
    for await (const chunk of source) {
      if (!(chunk instanceof Uint8Array)) continue;
      pieces++;
      keep(chunk);
      waiting++;
      await target.write(chunk);
      waiting--;
    }
  });
  const toTheEnd = Promise.all(passOn).then(() => true);
  const untilSilent = ended.then(async () => {
    let seen: number;
    do {
      seen = pieces;
      await sleep(patienceMs, undefined, { ref: false });
    } while (seen !== pieces || waiting > 0);
    return false;
  });
  const complete = await Promise.race([toTheEnd, untilSilent]);
  if (!complete) for (const { source } of relays) source.destroy();
  return complete;
}
