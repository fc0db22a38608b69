/** Whether a path is of what git and mlx keep for themselves, at any depth. */
export function isOwnPath(path: string): boolean {
  return /(?:^|\/)\.(?:git|mlx)(?:\/|$)/.test(path);
}
