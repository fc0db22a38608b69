import { MlxError } from "../core/errors.js";
import { secretsOf } from "../core/redact.js";
import type { ProviderSpec } from "../evals/types.js";
import { isJsonMapping } from "../prompts/json-value.js";
import type { Json } from "../prompts/types.js";
import type { ProviderContext } from "./provider-context.js";

/** Wider than that of variables that nobody mentions: what a config refers to is more often a key. */
const secretName = /KEY|TOKEN|SECRET|PASS|CREDENTIAL|AUTH/i;
const reference = /\{\{-?\s*env\.([A-Za-z_]\w*)\s*-?\}\}/g;

/**
 * A provider's `config`, read with care: values are checked as they are asked for, and `{{env.NAME}}` is filled in. Knows
 * every secret that it gave out, so that faults and answers can be kept free of them.
 */
export class ProviderConfig {
  /** Values that may never be told. */
  readonly secrets = new Set<string>();
  /** Variables that the config refers to and that are not set. */
  readonly missing = new Set<string>();
  readonly values: ReadonlyMap<string, Json>;

  constructor(
    readonly spec: ProviderSpec,
    readonly context: ProviderContext,
  ) {
    this.values = new Map(
      Object.entries(spec.config).map(([name, value]) => [name, this.fillIn(value)] as const),
    );
    // A reader of suites may have filled in variables before.
    const written = JSON.stringify(spec.config);
    for (const values of [spec.env, context.env, context.dotEnv]) {
      for (const secret of secretsOf(values)) if (written.includes(secret)) this.secrets.add(secret);
    }
  }

  /** A variable of the environment: the provider's own, the process's, that of the `.env` file. Empty is not set. */
  variable(name: string): string | undefined {
    for (const values of [this.spec.env, this.context.env, this.context.dotEnv]) {
      const value = Object.hasOwn(values, name) ? values[name] : undefined;
      if (value !== undefined && value !== "") return value;
    }
    return undefined;
  }

  /** The first of these variables that is set. */
  firstVariable(names: readonly string[]): string | undefined {
    for (const name of names) {
      const value = this.variable(name);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  /** Whether a variable has this value: a reader of suites may have filled it in. */
  isOfVariable(value: string): boolean {
    return [this.spec.env, this.context.env, this.context.dotEnv].some((values) =>
      Object.values(values).includes(value),
    );
  }

  /** All variables, for programs that are started. */
  environment(): Record<string, string> {
    const all: Record<string, string> = {};
    for (const values of [this.context.dotEnv, this.context.env, this.spec.env]) {
      for (const [name, value] of Object.entries(values)) if (value !== undefined) all[name] = value;
    }
    return all;
  }

  /** The text under the first of these names that is there. */
  text(...names: readonly string[]): string | undefined {
    for (const name of names) {
      const value = this.values.get(name);
      if (value === undefined || value === null) continue;
      if (typeof value !== "string") throw this.wrong(name, "a text");
      if (value !== "") return value;
    }
    return undefined;
  }

  number(name: string): number | undefined {
    const value = this.values.get(name) ?? undefined;
    if (value === undefined || typeof value === "number") return value;
    throw this.wrong(name, "a number");
  }

  flag(name: string): boolean | undefined {
    const value = this.values.get(name) ?? undefined;
    if (value === undefined || typeof value === "boolean") return value;
    throw this.wrong(name, "true or false");
  }

  mapping(name: string): Readonly<Record<string, Json>> {
    const value = this.values.get(name) ?? {};
    if (isJsonMapping(value)) return value;
    throw this.wrong(name, "a mapping");
  }

  /** A mapping of names to texts, such as headers. */
  texts(name: string): Record<string, string> {
    return Object.fromEntries(
      Object.entries(this.mapping(name)).map(([key, value]) => {
        if (typeof value === "object") throw this.wrong(`${name}.${key}`, "a text");
        return [key, String(value)];
      }),
    );
  }

  /** @throws {MlxError} `MLX_PROVIDER_CONFIG` if it is no address of the web. */
  address(written: string, name: string): URL {
    const url = URL.canParse(written) ? new URL(written) : undefined;
    if (url?.protocol === "http:" || url?.protocol === "https:") return url;
    throw this.wrong(name, "an address that begins with http:// or https://");
  }

  wrong(name: string, wanted: string, hint?: string): MlxError {
    return new MlxError("MLX_PROVIDER_CONFIG", `provider ${this.spec.id}: ${name} must be ${wanted}`, {
      exitCode: 2,
      at: this.spec.at,
      ...(hint !== undefined && { hint }),
    });
  }

  /** A text with `{{env.NAME}}` filled in. */
  filled(text: string): string {
    return text.includes("{{") ? text.replace(reference, (_all, name: string) => this.take(name)) : text;
  }

  private fillIn(value: Json): Json {
    if (typeof value === "string") return this.filled(value);
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return value.map((item: Json) => this.fillIn(item));
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.fillIn(item)]));
  }

  private take(name: string): string {
    const value = this.variable(name);
    if (value === undefined) this.missing.add(name);
    if (value !== undefined && secretName.test(name)) this.secrets.add(value);
    return value ?? "";
  }
}
