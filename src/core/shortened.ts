/** A text of at most `most` UTF-16 units; of a longer one the beginning, and `…`. */
export function shortened(text: string, most = 60): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
