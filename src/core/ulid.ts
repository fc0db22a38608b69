declare const brand: unique symbol;

/** 26 characters of Crockford's base 32: 48 bits of time, 80 of randomness; sorts by time. See github.com/ulid/spec. */
export type Ulid = string & { readonly [brand]: "ulid" };

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const pattern = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;
/** How many of the characters are the time. */
const timeLength = 10;
const latest = 2 ** 48 - 1;

export function isUlid(text: string): text is Ulid {
  return pattern.test(text);
}

/** @throws {RangeError} if `text` is no ULID in upper case. */
export function asUlid(text: string): Ulid {
  if (!isUlid(text)) throw new RangeError(`not a ULID: ${JSON.stringify(text)}`);
  return text;
}

/** The time in a ULID, in epoch milliseconds. */
export function timeOfUlid(id: Ulid): number {
  return [...id.slice(0, timeLength)].reduce((time, character) => time * 32 + alphabet.indexOf(character), 0);
}

/**
 * @param time epoch milliseconds, 0 to 2^48 − 1. @param random 10 bytes.
 * @throws {RangeError} if either is out of range.
 */
export function ulid(time: number, random: Uint8Array): Ulid {
  if (!Number.isInteger(time) || time < 0 || time > latest)
    throw new RangeError(`not a time for a ULID: ${time}`);
  if (random.length !== 10) throw new RangeError(`a ULID takes 10 random bytes, not ${random.length}`);
  let bits = BigInt(time);
  for (const byte of random) bits = (bits << 8n) | BigInt(byte);
  let text = "";
  for (let place = 0; place < 26; place++) {
    text = alphabet[Number(bits & 31n)] + text;
    bits >>= 5n;
  }
  return asUlid(text);
}
