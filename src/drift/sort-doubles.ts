const digits = 2048;
const passes = 6;
const few = 4096;
const signBit = 0x80000000;

/**
 * Sorts finite doubles in place, rising: by their bits, eleven at a time from the lowest (a radix sort). Half the time of the
 * built-in sort on a million values, for as much memory again.
 * @param room for the work, of twice as many words as there are values; what it holds is lost.
 */
export function sortDoubles(values: Float64Array, room?: Uint32Array): Float64Array {
  const { length } = values;
  if (length < few || !isLittleEndian) return values.sort();
  const words = new Uint32Array(values.buffer, values.byteOffset, 2 * length);
  const starts = countDigits(words);
  let [from, to]: [Uint32Array, Uint32Array] = [words, room ?? new Uint32Array(2 * length)];
  for (let pass = 0; pass < passes; pass++) {
    const places = starts.subarray(pass * digits, (pass + 1) * digits);
    if (!toStarts(places, length)) continue;
    for (let at = 0; at < 2 * length; at += 2) {
      const low = from[at] ?? 0;
      const high = from[at + 1] ?? 0;
      const digit = digitOf(low, high, pass);
      const place = places[digit] ?? 0;
      places[digit] = place + 1;
      to[2 * place] = low;
      to[2 * place + 1] = high;
    }
    [from, to] = [to, from];
  }
  for (let at = 0; at < 2 * length; at += 2) {
    const low = from[at] ?? 0;
    const high = from[at + 1] ?? 0;
    const isPositive = high >= signBit;
    words[at] = isPositive ? low : ~low;
    words[at + 1] = isPositive ? high & ~signBit : ~high;
  }
  return values;
}

const isLittleEndian = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;

/** Turns bits so that they rise with the number, and counts each digit: all six at once, without lists, since this is half the time. */
function countDigits(words: Uint32Array): Uint32Array {
  const counts = new Uint32Array(passes * digits);
  const count = (place: number): void => {
    counts[place] = (counts[place] ?? 0) + 1;
  };
  for (let at = 0; at < words.length; at += 2) {
    let low = words[at] ?? 0;
    let high = words[at + 1] ?? 0;
    if (high >= signBit) {
      low = ~low >>> 0;
      high = ~high >>> 0;
      words[at] = low;
    } else high = (high | signBit) >>> 0;
    words[at + 1] = high;
    count(low & 2047);
    count(digits + ((low >>> 11) & 2047));
    count(2 * digits + ((low >>> 22) | ((high & 1) << 10)));
    count(3 * digits + ((high >>> 1) & 2047));
    count(4 * digits + ((high >>> 12) & 2047));
    count(5 * digits + (high >>> 23));
  }
  return counts;
}

function digitOf(low: number, high: number, pass: number): number {
  switch (pass) {
    case 0:
      return low & 2047;
    case 1:
      return (low >>> 11) & 2047;
    case 2:
      return (low >>> 22) | ((high & 1) << 10);
    case 3:
      return (high >>> 1) & 2047;
    case 4:
      return (high >>> 12) & 2047;
    default:
      return high >>> 23;
  }
}

/** Counts become places. @returns whether there is anything to move: not where all have the same digit. */
function toStarts(counts: Uint32Array, length: number): boolean {
  let sum = 0;
  for (let digit = 0; digit < digits; digit++) {
    const count = counts[digit] ?? 0;
    if (count === length) return false;
    counts[digit] = sum;
    sum += count;
  }
  return true;
}
