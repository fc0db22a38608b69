/** Words of the language: operators, constants and what a loop knows of itself. No variable can be called so. */
export const reservedNames: ReadonlySet<string> = new Set([
  ...["and", "or", "not", "if", "else", "in", "is"],
  ...["true", "false", "none", "True", "False", "None"],
  "loop",
]);
