import { compareBytes } from "../../core/byte-order.js";
import { type Condition, fieldOf, holds, parseConditions } from "./conditions.js";
import { pageSize } from "./experiment-search.js";
import type { Fields } from "./fields.js";
import { withoutEmpty } from "./json-text.js";
import { offsetOf, pageToken } from "./page-token.js";
import { asked } from "./registry-calls.js";
import { registeredMessage, versionAddress, versionMessage } from "./registry-message.js";
import type { ServedModel, ServedVersion } from "./registry-port.js";
import type { Call, Service } from "./service.js";
import { invalid } from "./service-error.js";

const usualModels = 100;
const usualVersions = 10_000;
const largestModels = 1_000;
const largestVersions = 200_000;

/** Clients keep prompts among registered models, told apart by this tag, and ask for those that are none. mlx keeps prompts elsewhere. */
const noPrompt = { "mlflow.prompt.is_prompt": "false" } as const;

type Value = string | number | undefined;
type ValueOf<T> = (item: T, key: string) => Value;

export async function searchRegistered(service: Service, { fields }: Call): Promise<object> {
  const models = await asked(service, (registry) => registry.models());
  const page = pageOf(fields, models, {
    ...{ readValue: modelValue, tagsOf: () => noPrompt, usual: usualModels, largest: largestModels },
    orders: ["name ASC"],
  });
  return withoutEmpty({ registered_models: page.items.map(registeredMessage), ...page.next });
}

export async function searchVersions(service: Service, { fields }: Call): Promise<object> {
  const models = await asked(service, (registry) => registry.models());
  const versions = models.flatMap((model) => model.versions);
  const page = pageOf(fields, versions, {
    ...{ readValue: versionValue, tagsOf: ({ tags }: ServedVersion) => ({ ...tags, ...noPrompt }) },
    ...{ usual: usualVersions, largest: largestVersions },
    orders: ["last_updated_timestamp DESC", "name ASC", "version_number DESC"],
  });
  return withoutEmpty({ model_versions: page.items.map(versionMessage), ...page.next });
}

interface Searched<T> {
  readonly readValue: ValueOf<T>;
  readonly tagsOf: (item: T) => Readonly<Record<string, string>>;
  readonly usual: number;
  readonly largest: number;
  /** Where the client's own orders leave things equal. */
  readonly orders: readonly string[];
}

function pageOf<T>(
  fields: Fields,
  all: readonly T[],
  searched: Searched<T>,
): { readonly items: readonly T[]; readonly next: { readonly next_page_token?: string } } {
  const conditions = parseConditions(fields.optionalText("filter") ?? "");
  const orders = [...fields.texts("order_by"), ...searched.orders].map((text) =>
    orderOf(text, searched.readValue),
  );
  const size = pageSize(fields, searched.usual, searched.largest);
  const offset = offsetOf(fields.optionalText("page_token"));
  const found = all
    .filter((item) => conditions.every((one) => holds(valueAt(item, one, searched), one)))
    .sort((a, b) => orders.reduce((order, compare) => order || compare(a, b), 0));
  const next = found.length > offset + size && { next_page_token: pageToken(offset + size) };
  return { items: found.slice(offset, offset + size), next: next || {} };
}

function valueAt<T>(
  item: T,
  { entity, key }: Pick<Condition, "entity" | "key">,
  { readValue, tagsOf }: Searched<T>,
): Value {
  if (entity === "attribute") return readValue(item, key);
  if (entity !== "tag") throw invalid(`registered models have no ${entity}s`);
  const tags = tagsOf(item);
  return Object.hasOwn(tags, key) ? tags[key] : undefined;
}

function modelValue({ name, createdAt, updatedAt }: ServedModel, key: string): Value {
  if (key === "name") return name;
  if (key === "creation_timestamp") return createdAt;
  if (key === "last_updated_timestamp") return updatedAt;
  throw invalid(`registered models have no attribute ${JSON.stringify(key)}`);
}

function versionValue(version: ServedVersion, key: string): Value {
  if (key === "name") return version.name;
  if (key === "run_id") return version.runId;
  if (key === "version_number" || key === "version") return Number(version.version);
  if (key === "source_path" || key === "source") return versionAddress(version);
  if (key === "creation_timestamp") return version.createdAt;
  if (key === "last_updated_timestamp") return version.updatedAt;
  throw invalid(`versions of models have no attribute ${JSON.stringify(key)}`);
}

function orderOf<T>(text: string, readValue: ValueOf<T>): (a: T, b: T) => number {
  const [, name = "", direction = "ASC"] = /^(.*?)(?:\s+(ASC|DESC))?$/is.exec(text.trim()) ?? [];
  const { key } = fieldOf(name);
  const sign = direction.toUpperCase() === "DESC" ? -1 : 1;
  return (a, b) => {
    const [left, right] = [readValue(a, key) ?? "", readValue(b, key) ?? ""];
    if (typeof left === "number" && typeof right === "number") return sign * (left - right);
    return sign * compareBytes(String(left), String(right));
  };
}
