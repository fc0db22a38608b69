/** How a secret stands in a text: as it is, inside of a JSON string, and inside of an address or a form. The longest first. */
export function secretSpellings(secret: string): readonly string[] {
  const form = new URLSearchParams({ s: secret }).toString().slice(2);
  const written = [secret, JSON.stringify(secret).slice(1, -1), addressed(secret), form];
  return [...new Set(written)].sort((a, b) => b.length - a.length);
}

/** Half of a character of two halves, which a variable may end with, has no place in an address. */
function addressed(secret: string): string {
  return encodeURIComponent(secret.replace(/\p{Surrogate}/gu, "\uFFFD"));
}
