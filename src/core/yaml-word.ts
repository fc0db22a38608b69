const plain = /^[\p{L}_][\p{L}\p{N}_.+/@-]*(?: [\p{L}\p{N}_.+/@-]+)*$/u;
const taken = /^(?:true|false|yes|no|on|off|null|nan|y|n|\.(?:inf|nan))$/i;

/** A text as YAML has it, in quotes where they are needed. */
export function yamlWord(text: string): string {
  return plain.test(text) && !taken.test(text) ? text : JSON.stringify(text);
}

/** YAML finds a key of at most 1,024 characters by the colon behind it; a longer one has to be announced. */
const longestKey = 1000;

/** How an entry of a block mapping begins: its key, quoted where it has to be, and the colon. @param indent the spaces before it. */
export function yamlEntry(key: string, indent: string): string {
  return key.length <= longestKey ? `${indent}${key}:` : `${indent}? ${key}\n${indent}:`;
}
