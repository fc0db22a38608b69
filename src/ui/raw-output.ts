/** A standard stream as a pipe for another program's bytes: nothing is added, nothing is changed. */
export interface RawOutput {
  /**
   * Resolves once the stream can take more.
   * @returns false if nobody reads it any more, or its disk is full: what follows is dropped.
   */
  write(chunk: Uint8Array): Promise<boolean>;
}

/** From now on a reader that leaves, or a full disk, is told by `write` alone: it no longer ends the process. */
export function rawOutput(stream: NodeJS.WritableStream): RawOutput {
  let lost = false;
  stream.removeAllListeners("error");
  stream.on("error", () => {
    lost = true;
  });
  return {
    write: (chunk) =>
      new Promise((resolve) => {
        if (lost) return resolve(false);
        stream.write(chunk, (error) => {
          lost ||= Boolean(error);
          resolve(!lost);
        });
      }),
  };
}
