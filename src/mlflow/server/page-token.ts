import { invalid } from "./service-error.js";

/** Where the next page begins. For clients it means nothing. */
export function pageToken(offset: number): string {
  return Buffer.from(`mlx-page:${offset}`).toString("base64url");
}

/** @throws {ServiceError} for a text that is no token of ours. */
export function offsetOf(token: string | undefined): number {
  if (token === undefined || token === "") return 0;
  const offset = /^mlx-page:(\d{1,15})$/.exec(Buffer.from(token, "base64url").toString("utf8"))?.[1];
  if (offset === undefined) throw invalid(`page_token is none of this server: ${JSON.stringify(token)}`);
  return Number(offset);
}
