import { countOf } from "../../core/format-bytes.js";
import type { AliasGateSetting } from "../../core/settings.js";
import { judgeApprovals } from "../approvals/judge-approvals.js";
import type { SuiteLookup } from "../evidence/suite-facts.js";
import type { EvidenceEntry } from "../read-item.js";
import type { AliasGate, GateOutcome, RegistryEvent, VersionRecord } from "../types.js";
import { parseAge } from "./age.js";
import { judgeEvaluation } from "./judge-evaluation.js";

/** What the gates of an alias go by. What no gate asks for may be left out. */
export interface GateFacts {
  readonly record: VersionRecord;
  /** Of the item, the oldest first. */
  readonly events: readonly RegistryEvent[];
  readonly lint?: LintFacts;
  readonly signature?: SignatureFacts;
  readonly evaluations?: EvaluationsFacts;
}

/** The evidence of an item, and the suites that its gates ask for, by the names that the gates give them. */
export interface EvaluationsFacts {
  readonly evidence: readonly EvidenceEntry[];
  readonly suites: ReadonlyMap<string, SuiteLookup>;
  /** Epoch milliseconds. */
  readonly now: number;
}

export interface LintFacts {
  readonly errors: number;
  readonly warnings: number;
  /** The rules that complained, most first. */
  readonly rules: readonly string[];
}

/** What git says of the commit that added the version's record. */
export interface SignatureFacts {
  readonly good: boolean;
  /** Who signed, or why the signature does not do. */
  readonly reason: string;
  readonly commit?: string;
  /** Whose key it is, as git says it: an e-mail address or a pattern of them for SSH, `Name <e-mail>` for GPG. */
  readonly signer?: string;
}

/** The gates as they are configured, in their order. */
export function aliasGates(settings: readonly AliasGateSetting[]): AliasGate[] {
  return settings.map((setting): AliasGate => {
    if ("lint" in setting) return { kind: "lint", level: setting.lint };
    if ("signed" in setting) return { kind: "signed" };
    if ("evaluation" in setting) return evaluationGate(setting.evaluation, setting.maxAge);
    const { approvals, from } = setting;
    return { kind: "approvals", count: approvals, ...(from !== undefined && { from }) };
  });
}

function evaluationGate(suite: string, maxAge: string | undefined): AliasGate {
  const age = maxAge === undefined ? undefined : parseAge(maxAge);
  return { kind: "evaluation", suite, ...(age && { maxAge: age }) };
}

/** Each gate's verdict, all of them, so that a person sees at once what is left to do. */
export function judgeGates(gates: readonly AliasGate[], facts: GateFacts): GateOutcome[] {
  return gates.map((gate) => {
    if (gate.kind === "lint") return judgeLint(gate.level, facts.lint);
    if (gate.kind === "signed") return judgeSignature(facts.signature);
    if (gate.kind === "evaluation") {
      const { record, evaluations = { evidence: [], suites: new Map(), now: 0 } } = facts;
      const target = { version: record.version, record: record.digest };
      return judgeEvaluation(gate, { ...evaluations, target, suite: evaluations.suites.get(gate.suite) });
    }
    const { value: _, threshold: __, ...outcome } = judgeApprovals(gate, facts);
    return outcome;
  });
}

function judgeLint(level: "errors" | "warnings", lint: LintFacts | undefined): GateOutcome {
  const gate = `lint: ${level}`;
  if (lint === undefined) return { gate, passed: false, reason: "it was not linted" };
  const rules = lint.rules.length === 0 ? "" : `: ${lint.rules.join(", ")}`;
  const reason = `${countOf(lint.errors, "error")}, ${countOf(lint.warnings, "warning")}${rules}`;
  return { gate, passed: lint.errors === 0 && (level === "errors" || lint.warnings === 0), reason };
}

/** Whether git vouches for the commit that added the version's record. */
export function judgeSignature(signature: SignatureFacts | undefined): GateOutcome {
  return {
    gate: "signed",
    passed: signature?.good ?? false,
    reason: signature?.reason ?? "nobody looked at the signature",
    ...(signature?.commit !== undefined && { evidence: [`commit:${signature.commit}`] }),
  };
}
