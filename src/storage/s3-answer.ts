import type { Readable } from "node:stream";

/** An answer to GET whose body has not been read. The reader must consume or destroy it. */
export interface S3Answer {
  readonly body: Readable;
  /** Of the body, in bytes, if the server says. */
  readonly length: number | undefined;
  /** `bytes first-last/total`, with status 206. */
  readonly contentRange: string | undefined;
  readonly etag: string | undefined;
  readonly status: number;
}
