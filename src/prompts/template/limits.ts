/** What a template may at most be. A prompt that comes near one of these is a program in disguise. */
export const limits = {
  /** Blocks in blocks, those of included files counted where they are included. */
  blocks: 100,
  /** Operators, brackets, members and filters in one another. */
  expression: 100,
  /** Files that include files. */
  includes: 20,
  /** Nodes of a template once every include stands in its place. */
  nodes: 1_000_000,
  /** UTF-16 units of a template once every include stands in its place. */
  text: 32 * 1024 * 1024,
  /** Problems that are listed; the first ones are those that matter. */
  problems: 100,
  /** Nodes rendered and expressions evaluated, long texts and lists counting for more. */
  steps: 1_000_000,
  /** UTF-16 units of what is rendered, and of any text on the way there. */
  rendered: 16 * 1024 * 1024,
  /** Lists and mappings in one another, in a value that is written out or compared. */
  value: 200,
} as const;
