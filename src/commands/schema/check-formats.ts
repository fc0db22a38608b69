/** How `mlx schema check` tells what it found. */
export const checkFormats = ["human", "json", "junit", "github", "markdown"] as const;
export type CheckFormat = (typeof checkFormats)[number];
