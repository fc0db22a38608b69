// Vectors that are the same in every run: texts that share words point the same way.

const dimensions = 64;

/** @param {string} text @returns {number[]} of length 1 */
export function embeddingOf(text) {
  const vector = new Array(dimensions).fill(0);
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [""]) {
    const hash = fnv(word);
    // Two places a word, with signs, so that different words are nearly at right angles.
    vector[hash % dimensions] += hash & 0x10000 ? 1 : -1;
    vector[(hash >>> 8) % dimensions] += hash & 0x20000 ? 0.5 : -0.5;
  }
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
}

/** @param {string} word @see http://www.isthe.com/chongo/tech/comp/fnv/ (FNV-1a, 32 bits) */
function fnv(word) {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(word)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
}
