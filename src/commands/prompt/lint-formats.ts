/** How `mlx prompt lint` tells what it found. */
export const lintFormats = ["human", "json", "sarif", "junit", "github"] as const;
export type LintFormat = (typeof lintFormats)[number];
