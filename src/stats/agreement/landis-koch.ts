/**
 * A word for a κ. The bounds are a convention and no more: what is enough depends on what a wrong verdict costs.
 * @see J. Landis, G. Koch, Biometrics 33 (1977) 159–174
 */
export function landisKoch(kappa: number): string {
  if (kappa < 0) return "poor";
  const bounds = [0.2, 0.4, 0.6, 0.8] as const;
  const words = ["slight", "fair", "moderate", "substantial", "almost perfect"] as const;
  return words[bounds.filter((bound) => kappa > bound).length] ?? "almost perfect";
}
