const plain = /^[\p{L}_][\p{L}\p{N}_.+/@-]*(?: [\p{L}\p{N}_.+/@-]+)*$/u;
const taken = /^(?:true|false|yes|no|on|off|null|nan|y|n|\.(?:inf|nan))$/i;

/** A text as YAML has it, in quotes where they are needed. */
export function yamlWord(text: string): string {
  return plain.test(text) && !taken.test(text) ? text : JSON.stringify(text);
}
