import type { ByteSource } from "../byte-source.js";
import { type ModelFacts, shortMetadata } from "../model-facts.js";
import type { ModelFinding } from "../verdict.js";
import { chatTemplateFindings } from "./chat-template.js";
import type { FormatReport } from "./format-report.js";

const headSize = 1 << 16;
const longestTemplate = 1 << 20;
const programs =
  /\.(?:py|pyw|pyi?x?|sh|bash|zsh|ps1|bat|cmd|js|mjs|cjs|ts|rb|pl|php|lua|r|jl|java|vbs|ipynb|c|cc|cpp|cu|h)$/i;

/** Whether the beginning is UTF-8 text: no NUL, no broken sequence, control characters only as white space. */
export function isText(source: ByteSource): boolean {
  const head = source.read(0, headSize);
  if (head.some((byte) => byte < 9 || (byte > 13 && byte < 32 && byte !== 27))) return false;
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: source.size > headSize });
    return true;
  } catch {
    return false;
  }
}

/** A text file: a model of LightGBM, PMML, a template, a program, or words. */
export function readTextModel(source: ByteSource, name: string): FormatReport {
  const head = new TextDecoder().decode(source.read(0, headSize));
  if (/^tree\r?\nversion=v\d/.test(head))
    return { format: "lightgbm", findings: [], facts: lightgbmFacts(head) };
  if (/^\s*<(?:\?xml|!DOCTYPE|PMML)/i.test(head) && /<PMML\b/.test(head)) return pmml(head);
  if (/\.(?:jinja2?|j2)$/.test(name)) {
    const template = new TextDecoder().decode(source.read(0, longestTemplate));
    return { format: "chat-template", findings: chatTemplateFindings(template, ""), facts: {} };
  }
  if (head.startsWith("#!") || programs.test(name)) {
    const what = "it is a program, which mlx does not judge";
    return {
      format: "program",
      findings: [{ rule: "program", level: "unknown", what, where: "" }],
      facts: {},
    };
  }
  return { format: "text", findings: [], facts: {} };
}

function lightgbmFacts(head: string): ModelFacts {
  const value = (key: string) => new RegExp(`^${key}=(.*)$`, "m").exec(head)?.[1];
  const features = value("max_feature_idx");
  const trees = value("tree_sizes")?.trim().split(" ").length;
  const entries: [string, string | undefined][] = [
    ["objective", value("objective")],
    ["features", features === undefined ? undefined : String(Number(features) + 1)],
    ["trees", trees === undefined ? undefined : String(trees)],
    ["version", value("version")],
  ];
  return {
    framework: "lightgbm",
    metadata: shortMetadata(entries.flatMap(([key, it]) => (it === undefined ? [] : [[key, it] as const]))),
  };
}

function pmml(head: string): FormatReport {
  const findings: ModelFinding[] = /<!(?:DOCTYPE[^>]*(?:SYSTEM|PUBLIC)|ENTITY)\b/i.test(head)
    ? [
        {
          rule: "external-file",
          level: "suspicious",
          what: "the document defines entities, which a reader may fetch from files or the network",
          where: "DOCTYPE",
        },
      ]
    : [];
  const version = /<PMML\b[^>]*\bversion="([^"]*)"/.exec(head)?.[1];
  const kind = /<(\w+Model|MiningModel|TreeModel|NeuralNetwork|Scorecard)\b/.exec(head)?.[1];
  const facts = {
    framework: "pmml",
    ...(kind !== undefined && { architecture: kind }),
    ...(version !== undefined && { metadata: { version } }),
  };
  return { format: "pmml", findings, facts };
}
