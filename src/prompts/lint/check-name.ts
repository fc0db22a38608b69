import { isItemName, itemNameForm } from "../../registry/nouns.js";
import { promptFile } from "../prompt-paths.js";
import type { LintFix } from "./lint-finding.js";
import { atFile, inFrontMatter } from "./raw-finding.js";
import { offsetOf } from "./source-offset.js";
import type { Check, Subject } from "./subject.js";

/** Whether a prompt is called what its folder is called, and nothing else is. */
export const checkName: Check = {
  rules: ["name"],
  run(subject, report) {
    const { kind, file, folder, parsed, world } = subject;
    if (kind !== "working" || folder === undefined) return;
    if (!isItemName(folder)) {
      report({
        rule: "name",
        place: atFile(file),
        message: `no prompt can be called ${JSON.stringify(folder)}, as its folder is`,
        hint: `rename the folder: ${itemNameForm}`,
      });
    }
    const twins = (world.folders.get(folder.toLowerCase()) ?? []).filter((other) => other !== folder);
    for (const twin of twins) {
      report({
        rule: "name",
        place: atFile(file),
        message: `the folders ${folder} and ${twin} differ in case only: on Windows and macOS they are one`,
        hint: "rename one of them",
      });
    }
    const name = parsed.frontMatter?.name;
    if (name === undefined || name === folder) return;
    const claimed = world.folders.get(name.toLowerCase())?.includes(name) === true;
    const fix = nameFix(subject, name, folder);
    report({
      rule: "name",
      place: inFrontMatter(parsed.source, () => parsed.source.locateValue(["name"])),
      message: claimed
        ? `the name ${JSON.stringify(name)} belongs to ${promptFile(name)}; this prompt's folder is ${folder}`
        : `the name is ${JSON.stringify(name)}, but the folder is ${folder}`,
      hint: `write name: ${folder}, or rename the folder`,
      ...(fix && { fix }),
    });
  },
};

/** Replaces the name where it stands as it is, quoted or not. */
function nameFix({ parsed: { source } }: Subject, name: string, folder: string): LintFix | undefined {
  if (!isItemName(folder)) return undefined;
  const start = offsetOf(source, source.locateValue(["name"]));
  const written = [name, `"${name}"`, `'${name}'`].find((text) => source.text.startsWith(text, start));
  if (written === undefined) return undefined;
  return {
    kind: "edit",
    edits: [{ start, end: start + written.length, text: written.replace(name, () => folder) }],
  };
}
