import type { ByteSource } from "./byte-source.js";

/** `deflate` without a header, as in ZIP; `zlib` with one, as joblib writes it. */
export type Compression = "deflate" | "gzip" | "zlib";

export interface Unpacked {
  readonly source: ByteSource;
  /** `cut` where `most` was reached, `damaged` where the rest cannot be unpacked. */
  readonly outcome: "whole" | "cut" | "damaged";
  /** Lets go of what keeps the bytes. */
  dispose(): void;
}

/** Unpacks bytes, up to `most` of them, and keeps them so that they can be read at any place. */
export type Unpack = (source: ByteSource, compression: Compression, most: number) => Promise<Unpacked>;
