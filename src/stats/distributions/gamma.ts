import { stirlingError } from "./stirling.js";

/** ln Γ(x), for x above 0. */
export function logGamma(x: number): number {
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + stirlingError(x);
}
