import { walkTemplate } from "../template/walk.js";
import { rolePattern } from "../types.js";
import { inText } from "./raw-finding.js";
import type { Check } from "./subject.js";

const sameLine = new RegExp(String.raw`^[ \t]*(${rolePattern})[ \t]*:(?=[ \t]*\S)`, "i");
const heading = String.raw`#{1,6}[ \t]*(${rolePattern})[ \t]*:?`;
const chatMark = String.raw`<\|(?:im_start\|>)?(${rolePattern})(?:\|>)?`;
const emphasis = String.raw`\**(${rolePattern})\**[ \t]*:\**`;
const otherForm = new RegExp(String.raw`^[ \t]*(?:${heading}|${chatMark}|${emphasis})[ \t]*\r?$`, "i");
const roleLine = new RegExp(String.raw`^(?:${rolePattern}):[ \t]*\r?$`);
const anyRole = new RegExp(rolePattern, "i");

/** Lines that look like the beginning of a message and are ordinary text. */
export const checkRoleLines: Check = {
  rules: ["role-line"],
  run({ parsed: { template }, sources }, report) {
    if (!template || !sources.some(({ text }) => anyRole.test(text))) return;
    walkTemplate(template, {
      node(node) {
        if (node.kind !== "text" || !anyRole.test(node.text)) return;
        const { source, start, end } = node.span;
        const text = source.text.slice(start, end);
        let offset = 0;
        for (const line of text.split("\n")) {
          const at = start + offset;
          offset += line.length + 1;
          // The rest of a line that a tag begins is no line.
          if (at > 0 && source.text.charAt(at - 1) !== "\n" && at !== 0) continue;
          if (roleLine.test(line)) continue;
          const match = sameLine.exec(line) ?? otherForm.exec(line);
          const role = match
            ?.slice(1)
            .find((found) => found !== undefined)
            ?.toLowerCase();
          if (!match || role === undefined) continue;
          const [found] = match;
          const from = at + found.length - found.trimStart().length;
          report({
            rule: "role-line",
            place: inText(source, from, at + found.trimEnd().length),
            message: `${JSON.stringify(found.trim())} looks like a role line and is ordinary text of the message before it`,
            hint: `a message begins with a line that holds nothing but ${role}: (small letters, at the line's beginning)`,
          });
        }
      },
    });
  },
};
