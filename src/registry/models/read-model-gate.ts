import { type FieldReader, type Fields, pathText } from "../../core/field-reader.js";
import { closest } from "../../core/suggest.js";
import type { YamlPath } from "../../core/yaml-source.js";
import { type Age, ageForm, parseAge } from "../gates/age.js";
import type { ModelGate, ModelGateRule } from "./model-settings.js";

/** The keys of each kind; the one that it is told by comes first. */
const keysOf = {
  metric: ["metric", "min", "max", "evaluation"],
  nonInferior: ["nonInferior", "margin", "evaluation", "direction"],
  evaluation: ["evaluation", "maxAge"],
  drift: ["drift", "maxAge"],
  scan: ["scan"],
  reproducibility: ["reproducibility", "maxAge"],
  approvals: ["approvals", "from", "signed"],
  signed: ["signed"],
  maxAge: ["maxAge"],
} as const satisfies Readonly<Record<ModelGateRule["kind"], readonly string[]>>;

/** In this order: `evaluation` is a key of two others, `maxAge` of three, `signed` of one. */
const kinds = [
  ...(["metric", "nonInferior", "evaluation", "drift", "scan", "reproducibility", "approvals"] as const),
  ...(["signed", "maxAge"] as const),
] as const satisfies readonly ModelGateRule["kind"][];

/**
 * Reads one item of `gates: {ALIAS: […]}`; what is wrong is reported to `reader`.
 * @param approvers whose approvals count where the gate does not say it.
 */
export function readModelGate(
  reader: FieldReader,
  value: unknown,
  path: YamlPath,
  approvers: readonly string[] | undefined,
): ModelGate | undefined {
  const mapping = reader.mapping(value, path);
  if (mapping === undefined) return undefined;
  const kind = kinds.find((key) => mapping.has(key));
  if (kind === undefined) return unknownKind(reader, mapping, path);
  reader.fields(value, path, keysOf[kind]);
  const before = reader.problems.length;
  const rule = new GateFields(reader, mapping, path).read(kind, approvers);
  if (rule === undefined || reader.problems.length > before) return undefined;
  return { ...rule, at: reader.placeOf(path) };
}

function unknownKind(reader: FieldReader, mapping: Fields, path: YamlPath): undefined {
  const [key] = mapping.keys();
  const known = kinds.join(", ");
  if (key === undefined)
    return reader.refuse(path, `${pathText(path)}: expected one of ${known}, found nothing`);
  const meant = closest(key, kinds);
  const hint = meant === undefined ? `known are: ${known}` : `did you mean ${meant}?`;
  return reader.refuseKey(path, key, `unknown gate ${JSON.stringify(key)} in ${pathText(path)}; ${hint}`);
}

class GateFields {
  constructor(
    private readonly reader: FieldReader,
    private readonly mapping: Fields,
    private readonly path: YamlPath,
  ) {}

  read(kind: ModelGateRule["kind"], approvers: readonly string[] | undefined): ModelGateRule | undefined {
    switch (kind) {
      case "metric":
        return this.#metric();
      case "nonInferior":
        return this.#nonInferior();
      case "evaluation": {
        const suite = this.#name("evaluation");
        return suite === undefined ? undefined : { kind, suite, ...this.#maxAge() };
      }
      case "drift": {
        const monitor = this.#name("drift");
        return monitor === undefined ? undefined : { kind, monitor, ...this.#maxAge() };
      }
      case "scan":
        return this.#choice("scan", ["ok"]) && { kind };
      case "reproducibility": {
        const grade = this.#choice("reproducibility", ["identical", "within_tolerance"]);
        return grade && { kind, grade, ...this.#maxAge() };
      }
      case "approvals":
        return this.#approvals(approvers);
      case "signed":
        return this.#true("signed") ? { kind } : undefined;
      case "maxAge": {
        const age = this.#age("maxAge");
        return age && { kind, age };
      }
    }
  }

  #metric(): ModelGateRule | undefined {
    const { reader, path, mapping } = this;
    const metric = this.#name("metric");
    const [min, max] = [this.#number("min"), this.#number("max")];
    if (!mapping.has("min") && !mapping.has("max")) {
      return reader.refuse(path, `${pathText(path)}: a metric needs a limit: min, max or both`);
    }
    if (min !== undefined && max !== undefined && min > max) {
      return reader.refuse([...path, "min"], `${pathText(path)}: min ${min} is above max ${max}`);
    }
    const limits = { ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
    return metric === undefined ? undefined : { kind: "metric", metric, ...limits, ...this.#evaluation() };
  }

  #nonInferior(): ModelGateRule | undefined {
    const { reader, path, mapping } = this;
    const metric = this.#name("nonInferior");
    const margin = this.#number("margin");
    if (!mapping.has("margin")) {
      const needs = "needs a margin: how much worse is bearable, in the metric's unit";
      return reader.refuse(path, `${pathText(path)}: nonInferior ${needs}`);
    }
    if (margin !== undefined && margin < 0) {
      return reader.refuse(
        [...path, "margin"],
        `${pathText([...path, "margin"])}: expected 0 or more, found ${margin}; it is how much worse is bearable`,
      );
    }
    const direction = mapping.has("direction") ? this.#choice("direction", ["higher", "lower"]) : undefined;
    if (metric === undefined || margin === undefined) return undefined;
    return {
      ...{ kind: "nonInferior", metric, margin, ...this.#evaluation() },
      ...(direction && { direction }),
    };
  }

  #approvals(approvers: readonly string[] | undefined): ModelGateRule | undefined {
    const { reader, path, mapping } = this;
    const count = mapping.get("approvals");
    if (typeof count !== "number" || !Number.isInteger(count) || count < 1) {
      return reader.refuseKind([...path, "approvals"], "a whole number, 1 or more", count);
    }
    const own = mapping.has("from") ? reader.texts(mapping.get("from"), [...path, "from"]) : undefined;
    const from = own ?? approvers;
    if (from !== undefined && new Set(from.map((email) => email.toLowerCase())).size < count) {
      const who = own === undefined ? "approvers" : "from";
      return reader.refuse(
        [...path, "approvals"],
        `${pathText([...path, "approvals"])}: ${count} are wanted, and ${who} names ${from.length}`,
      );
    }
    const signed = mapping.has("signed") && this.#true("signed");
    return { kind: "approvals", count, ...(from && { from }), signed };
  }

  #evaluation(): { readonly evaluation?: string } {
    const evaluation = this.mapping.has("evaluation") ? this.#name("evaluation") : undefined;
    return { ...(evaluation !== undefined && { evaluation }) };
  }

  #maxAge(): { readonly maxAge?: Age } {
    const maxAge = this.mapping.has("maxAge") ? this.#age("maxAge") : undefined;
    return { ...(maxAge && { maxAge }) };
  }

  #name(key: string): string | undefined {
    const text = this.reader.text(this.mapping.get(key), [...this.path, key]);
    if (text?.trim() !== "") return text;
    return this.reader.refuseKind([...this.path, key], "a name", text);
  }

  #number(key: string): number | undefined {
    return this.mapping.has(key) ? this.reader.number(this.mapping.get(key), [...this.path, key]) : undefined;
  }

  #choice<T extends string>(key: string, choices: readonly T[]): T | undefined {
    return this.reader.choice(this.mapping.get(key), [...this.path, key], choices);
  }

  #true(key: string): boolean {
    if (this.mapping.get(key) === true) return true;
    this.reader.refuseKind([...this.path, key], "true", this.mapping.get(key));
    return false;
  }

  #age(key: string): Age | undefined {
    const value = this.mapping.get(key);
    const age = typeof value === "string" ? parseAge(value) : undefined;
    return age ?? this.reader.refuseKind([...this.path, key], ageForm, value);
  }
}
