/** How `mlx model scan` tells what it found. */
export const scanFormats = ["human", "json", "sarif", "markdown", "junit"] as const;
export type ScanFormat = (typeof scanFormats)[number];
