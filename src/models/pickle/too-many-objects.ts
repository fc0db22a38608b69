/** Python holds more, or larger, objects than the walker follows. */
export class TooManyObjects extends Error {
  override readonly name = "TooManyObjects";
}
