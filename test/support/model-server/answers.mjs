// What the model server says: by rule, by what the prompt asks it to say, or by the prompt itself.

/**
 * @typedef {object} ToolCall
 * @property {string} name
 * @property {unknown} arguments
 */

/**
 * @typedef {object} Answer
 * @property {string} text
 * @property {readonly ToolCall[]} [toolCalls]
 * @property {string} [refusal]
 * @property {string} [finishReason] in the words of chat completions
 * @property {number} [delayMs] before the first byte
 */

/**
 * @typedef {object} Question
 * @property {string} model
 * @property {string} system
 * @property {string} user the last message of a user
 * @property {string} all every message, one below another
 * @property {boolean} json whether JSON was asked for
 * @property {readonly string[]} tools names of the tools that may be called
 */

/**
 * @typedef {object} Rule the first one that fits answers
 * @property {string | RegExp} when found in the last message of a user
 * @property {string} [model] only for this model
 * @property {string | ((question: Question) => string | Answer) | Answer} say
 */

/**
 * The answer to a question. Without a rule the prompt itself may say it, in lines of its own:
 * `ANSWER: text`, `JSON: {…}`, `CALL: name {…}`, `REFUSE: text`, `DELAY: 50`; else the user's message comes back.
 * @param {Question} question
 * @param {readonly Rule[]} rules
 * @returns {Answer}
 */
export function answerTo(question, rules) {
  for (const { when, model, say } of rules) {
    const fits = typeof when === "string" ? question.user.includes(when) : when.test(question.user);
    if (!fits || (model !== undefined && model !== question.model)) continue;
    const said = typeof say === "function" ? say(question) : say;
    return typeof said === "string" ? { text: said } : said;
  }
  const asked =
    line(question.user, "ANSWER") ?? line(question.user, "JSON") ?? line(question.system, "ANSWER");
  const call = /^\s*CALL: *([\w-]+) *(.*)$/m.exec(question.user);
  const refusal = line(question.user, "REFUSE");
  const delay = Number(line(question.user, "DELAY") ?? 0);
  /** @type {Answer} */
  const answer = { text: asked ?? (call || refusal !== undefined ? "" : plain(question)) };
  if (call) answer.toolCalls = [{ name: call[1], arguments: JSON.parse(call[2] || "{}") }];
  if (refusal !== undefined) answer.refusal = refusal;
  if (delay > 0) answer.delayMs = delay;
  return answer;
}

/** @param {Question} question */
function plain({ user, json }) {
  return json ? JSON.stringify({ answer: user }) : user;
}

/** @param {string} text @param {string} name */
function line(text, name) {
  return new RegExp(`^\\s*${name}: *(.*)$`, "m").exec(text)?.[1]?.trim();
}

/** Words and marks, each with the space before it: what the server streams one by one and counts as tokens. @param {string} text */
export function tokensOf(text) {
  return text.match(/\s*(?:[\p{L}\p{N}]+|[^\s\p{L}\p{N}])|\s+$/gu) ?? (text === "" ? [] : [text]);
}
