/** What `mlx drift check` can print and write. */
export const checkFormats = ["human", "json", "markdown", "junit", "github", "html"] as const;
export type CheckFormat = (typeof checkFormats)[number];

const endings: readonly (readonly [RegExp, CheckFormat])[] = [
  [/\.json$/i, "json"],
  [/\.(?:md|markdown)$/i, "markdown"],
  [/\.xml$/i, "junit"],
  [/\.html?$/i, "html"],
  [/\.txt$/i, "human"],
];

/** The format that a file's ending names. */
export function checkFormatOf(file: string): CheckFormat | undefined {
  return endings.find(([ending]) => ending.test(file))?.[1];
}
