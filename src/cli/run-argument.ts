/** What a command's argument may be where it takes a run. */
export const runMeaning =
  "its id or at least 4 characters of its beginning or end, its name, or last, last~1, …";

/** The same where it takes several. */
export const runsMeaning =
  "ids or at least 4 characters of their beginning or end, names, or last, last~1, …";
