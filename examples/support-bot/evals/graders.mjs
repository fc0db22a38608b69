// Graders of the suite: deterministic checks of one reply.

/** The reply as data; undefined where it is none. */
function replyOf(output) {
  if (typeof output === "object" && output !== null) return output;
  try {
    const reply = JSON.parse(output);
    return typeof reply === "object" && reply !== null ? reply : undefined;
  } catch {
    return undefined;
  }
}

const verdict = (pass, reason) => ({ pass, score: Number(pass), reason });
const noReply = verdict(false, "the reply is no JSON object");

/** What people read of a reply. */
export function answerText(output) {
  return String(replyOf(output)?.answer ?? output);
}

/** The answer has what the row expects. */
export function holdsExpected(output, { vars }) {
  const text = answerText(output);
  const missing = vars.expected.filter((part) => !text.includes(part));
  return missing.length === 0
    ? verdict(true, "the answer has what is expected")
    : verdict(false, `the answer lacks ${missing.map((part) => JSON.stringify(part)).join(", ")}`);
}

/** `found` is true where the guides hold the answer, and false where they do not. */
export function knowsWhatItKnows(output, { vars }) {
  const reply = replyOf(output);
  if (reply === undefined) return noReply;
  const known = vars.kind !== "not-in-guides";
  if (reply.found === known) return verdict(true, `found is ${known}`);
  return verdict(
    false,
    known ? "it says that the guides do not tell" : "it answers what the guides do not tell",
  );
}

/** It names a guide that holds the answer, and no other. */
export function namesSources(output, { vars }) {
  const reply = replyOf(output);
  if (reply === undefined) return noReply;
  if (vars.kind === "not-in-guides") return verdict(true, "there is nothing to name");
  const sources = Array.isArray(reply.sources) ? reply.sources : [];
  const wrong = sources.filter((source) => !vars.sources.includes(source));
  if (sources.length === 0) return verdict(false, "it names no source");
  return wrong.length === 0
    ? verdict(true, `it names ${sources.join(", ")}`)
    : verdict(false, `it names ${wrong.join(", ")}; the answer stands in ${vars.sources.join(", ")}`);
}
