import { visibleText } from "../../core/visible-text.js";
import type { RegistryEvent } from "../types.js";
import { gateReason } from "./event-text.js";

/** The message of a commit that moves an alias: what, why, and on what it stands, so that `git log` tells it without mlx. */
export function moveMessage({ name, kind, alias = "", target, previous, ...event }: RegistryEvent): string {
  const to = target === undefined ? "" : `${name}@${target.version}`;
  const subject = {
    rollback: `Roll ${alias} of ${name} back to ${target?.version ?? "none"}`,
    unalias: `Take ${alias} of ${name} away`,
    alias: `Promote ${to} to ${alias}`,
  }[kind === "rollback" || kind === "unalias" ? kind : "alias"];
  const gates = (event.gates ?? []).map(
    (gate) => `- ${gate.passed ? "passed" : "FAILED"} ${gate.gate}: ${gateReason(gate)}`,
  );
  const paragraphs = [
    subject,
    ...(event.message === "" ? [] : [event.message]),
    ...(gates.length === 0 ? [] : [gates.join("\n")]),
    ...(event.override === undefined ? [] : [`Failing gates were overridden: ${event.override}`]),
    [...(previous === undefined ? [] : [`It was: ${name}@${previous.version}`]), `Event: ${event.id}`].join(
      "\n",
    ),
  ];
  return `${visibleText(paragraphs.join("\n\n"), false)}\n`;
}
