/** The walker gives up: what it reads may be fine, but nobody knows. The message says why. */
export class GivenUp extends Error {
  override readonly name: string = "GivenUp";
}

/** Python holds more objects than the walker follows. */
export class TooManyObjects extends GivenUp {
  override readonly name = "TooManyObjects";

  constructor() {
    super("it holds more objects than mlx follows");
  }
}
