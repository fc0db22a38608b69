/** A line that begins a message of Prompty: in any case, behind white space or `#`, with attributes. */
export const roleLine =
  /^[ \t]*#?[ \t]*(system|user|assistant|developer|tool|function)(\[[^\]\n]*\])?[ \t]*:[ \t]*$/i;
