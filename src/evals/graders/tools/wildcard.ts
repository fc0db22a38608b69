/** Whether a name fits a pattern in which `*` is any characters and `?` is one, in any case. Never backtracks further than one `*`. */
export function fitsWildcard(pattern: string, name: string): boolean {
  const [form, text] = [pattern.toLowerCase(), name.toLowerCase()];
  let [at, place] = [0, 0];
  let star = -1;
  let resume = 0;
  while (place < text.length) {
    if (form[at] === "*") {
      star = at++;
      resume = place;
    } else if (at < form.length && (form[at] === "?" || form[at] === text[place])) {
      at++;
      place++;
    } else if (star !== -1) {
      at = star + 1;
      place = ++resume;
    } else return false;
  }
  while (form[at] === "*") at++;
  return at === form.length;
}
