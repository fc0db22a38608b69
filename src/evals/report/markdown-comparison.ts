import type { AgainstBaseline } from "../outcomes/against-baseline.js";
import { acrossText, againstText, apartText, flippedText, metricText } from "../outcomes/comparison-text.js";
import { codeSpan } from "./markdown-text.js";

const longest = 600;
const mostFlips = 10;

/** What an evaluation says against its baseline, and which cases became worse, each on a line of a list. */
export function markdownComparison(against: AgainstBaseline): string {
  const { comparison, counts } = against;
  const [passRate, ...others] = comparison.metrics;
  const ways = (["regressed", "improved"] as const).flatMap((way) => {
    const total = passRate?.discordant[way] ?? 0;
    if (total === 0) return [];
    const names = flippedText(comparison.flipped, way, total, mostFlips);
    return [`- ${way === "regressed" ? "worse" : "better"}: ${codeSpan(names, longest)}`];
  });
  const apart = apartText(counts);
  return [
    `${sentence(againstText(against))}`,
    "",
    ...ways,
    ...others.slice(0, mostFlips).map((metric) => `- ${codeSpan(metric.metric, 60)}: ${metricText(metric)}`),
    ...acrossText(comparison).map((text) => `- ${codeSpan(text, longest)}`),
    ...(apart === "" ? [] : [`- not compared: ${apart}`]),
  ]
    .join("\n")
    .trimEnd();
}

/** Names in it may have been written by anybody. */
function sentence(text: string): string {
  const safe = /^[\p{L}\p{N} .,:;()%+−=<-]*$/u.test(text) && !text.includes("<!");
  const capital = `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
  return safe ? capital.replaceAll("<", "&lt;") : codeSpan(capital, longest);
}
