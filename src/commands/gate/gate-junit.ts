import type { GateVerdict } from "../../app/registry/judge-gate.js";
import { xmlText } from "../../core/xml-text.js";
import { gateReason } from "../../registry/events/event-text.js";

/** The verdict as JUnit's XML: each gate is a test. An alias that demands nothing has one that passes. */
export function gateJunit({ name, version, alias, gates }: GateVerdict): string {
  const suite = xmlText(`${name}@${version} to ${alias}`);
  const failures = gates.filter(({ passed }) => !passed).length;
  const counts = `tests="${Math.max(1, gates.length)}" failures="${failures}"`;
  const cases = gates.map((outcome) => {
    const head = `    <testcase classname="${suite}" name="${xmlText(outcome.gate)}"`;
    const reason = gateReason(outcome);
    if (outcome.passed) return `${head}><system-out>${xmlText(reason)}</system-out></testcase>`;
    const text = [reason, ...(outcome.hint === undefined ? [] : [`next: ${outcome.hint}`])].join("\n");
    return `${head}><failure type="gate" message="${xmlText(outcome.reason)}">${xmlText(text)}</failure></testcase>`;
  });
  const none = `    <testcase classname="${suite}" name="nothing is demanded"/>`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="mlx gate" ${counts}>`,
    `  <testsuite name="${suite}" ${counts}>`,
    ...(cases.length === 0 ? [none] : cases),
    "  </testsuite>",
    "</testsuites>",
  ].join("\n");
}
