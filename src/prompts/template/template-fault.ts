/** What is wrong with a tag, while the tag is read; the parser turns it into a problem and goes on behind the tag. */
export class TemplateFault extends Error {
  override readonly name = "TemplateFault";

  /** @param start where it is, an offset in the text. @param end excluded. @param hint what to do. */
  constructor(
    message: string,
    readonly start: number,
    readonly end: number,
    readonly hint?: string,
  ) {
    super(message);
  }
}
