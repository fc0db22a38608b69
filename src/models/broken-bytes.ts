/** Bytes that are not what they claim to be. Readers of formats throw it; whoever called them makes a finding of it. */
export class BrokenBytes extends Error {
  override readonly name = "BrokenBytes";

  /** @param message a clause about the bytes. @param at from the beginning of the source. */
  constructor(
    message: string,
    readonly at: number,
    /** Whether the bytes end before they should. */
    readonly cut = false,
  ) {
    super(message);
  }
}
