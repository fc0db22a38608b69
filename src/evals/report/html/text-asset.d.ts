/** A file as text: scripts bundled for browsers, styles made short (`scripts/text-assets.mjs`). */
declare module "*?text" {
  export const text: string;
}
