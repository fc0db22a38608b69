/** How files of pictures begin, in base64: what that says counts for more than the file's ending. */
const beginnings: readonly (readonly [begins: RegExp, type: string])[] = [
  [/^\/9j\//, "image/jpeg"],
  [/^iVBORw0KGgo/, "image/png"],
  [/^R0lGODlh|^R0lGODdh/, "image/gif"],
  [/^UklGR/, "image/webp"],
  [/^Qk[01]/, "image/bmp"],
  [/^SUkq|^TU0A/, "image/tiff"],
];

const pictures: ReadonlyMap<string, string> = new Map([
  ...["jpg", "jpeg"].map((ending) => [ending, "image/jpeg"] as const),
  ...["tif", "tiff"].map((ending) => [ending, "image/tiff"] as const),
  ...["png", "gif", "bmp", "webp", "avif", "heic", "heif"].map((it) => [it, `image/${it}`] as const),
  ["svg", "image/svg+xml"],
]);

const recordings = /^(?:mp3|wav|ogg|flac|aac|m4a|wma|aiff|opus|mp4|webm|mov|avi|mkv|wmv|flv|m4v)$/;

/** Whether a file with such an ending is given to a prompt in base64. @param ending without a dot, in small letters. */
export function isMedia(ending: string): boolean {
  return pictures.has(ending) || recordings.test(ending);
}

/** What a prompt is given of a picture, a recording or a film: base64, of a picture as an address that holds it. */
export function mediaText(bytes: Buffer, ending: string): string {
  const text = bytes.toString("base64");
  const usual = pictures.get(ending);
  if (usual === undefined) return text;
  const type = beginnings.find(([begins]) => begins.test(text))?.[1] ?? usual;
  return `data:${type};base64,${text}`;
}
