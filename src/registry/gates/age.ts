/** How old something may be. */
export interface Age {
  /** As it is written: `30d`. */
  readonly text: string;
  /** Milliseconds. */
  readonly ms: number;
}

const milliseconds: Readonly<Record<string, number>> = { h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** What an age looks like, for messages. */
export const ageForm = "an age such as 30d, 2w or 12h";

/** Reads `30d`, `2w` or `12h`. @returns undefined for any other text. */
export function parseAge(text: string): Age | undefined {
  const [, number, unit = ""] = /^([1-9]\d{0,4})([hdw])$/.exec(text) ?? [];
  const one = milliseconds[unit];
  return one === undefined ? undefined : { text, ms: Number(number) * one };
}
