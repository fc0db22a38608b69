import type { App } from "./app.js";

/** Everything on standard input, up to its end. */
export async function readStdin({ stdin }: Pick<App, "stdin">): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
