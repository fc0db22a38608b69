/** Hues, in degrees, that stay apart for most eyes; the first curves get them. */
const distinct = [212, 28, 145, 345, 275, 185, 50, 310];
/** Keeps every next hue far from those before it. */
const goldenAngle = 137.508;

/** The hue of a curve by its place. */
export function curveHue(place: number): number {
  return distinct[place] ?? Math.round((place * goldenAngle) % 360);
}

/** What sets curves apart without colour: the dashes of the n-th one, empty for a whole line. */
export function curveDashes(place: number): string {
  return ["", "7 3", "2 3", "10 3 2 3"][place % 4] ?? "";
}
