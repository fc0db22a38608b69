/** How long a window is. */
export type WindowLength =
  /** Of a time; `interval` as SQL has it: `7 days`. */
  | { readonly kind: "time"; readonly interval: string }
  /** Of a number: each window is so wide. */
  | { readonly kind: "number"; readonly width: number };

const units: Readonly<Record<string, string>> = {
  s: "seconds",
  min: "minutes",
  h: "hours",
  d: "days",
  w: "weeks",
  mo: "months",
  q: "quarters",
  y: "years",
};

/** Reads `30s`, `15min`, `6h`, `1d`, `2w`, `1mo`, `1q`, `1y`, or a number above 0. */
export function parseWindowLength(text: string): WindowLength | undefined {
  const [, amount = "", unit = ""] = /^(\d{1,6}(?:\.\d{1,6})?)(s|min|h|d|w|mo|q|y)?$/.exec(text.trim()) ?? [];
  const count = Number(amount);
  if (amount === "" || !(count > 0)) return undefined;
  const name = units[unit];
  if (name === undefined) return { kind: "number", width: count };
  if (!Number.isInteger(count)) return undefined;
  return name === "quarters"
    ? { kind: "time", interval: `${count * 3} months` }
    : { kind: "time", interval: `${count} ${name}` };
}
