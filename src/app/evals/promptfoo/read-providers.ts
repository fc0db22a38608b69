import { readProvider } from "../../../evals/promptfoo/read-provider.js";
import { itemsAt } from "../../../evals/suite/items-at.js";
import type { SuiteSource } from "../../../evals/suite/suite-source.js";
import type { ProviderSpec } from "../../../evals/types.js";
import type { FieldPath } from "../../../prompts/front-matter/field-reader.js";
import { isMapping } from "../../../prompts/json-value.js";
import type { PromptfooFiles } from "./promptfoo-files.js";

const configFile = /^file:\/\/(.+\.(?:ya?ml|json))$/;

/** Reads `providers` or `targets`: one or several ids, mappings, or files that hold some. */
export async function readProviders(
  files: PromptfooFiles,
  source: SuiteSource,
  value: unknown,
  path: FieldPath,
): Promise<readonly ProviderSpec[]> {
  const providers: ProviderSpec[] = [];
  for (const { item, at } of itemsAt(value, path)) {
    const written = isMapping(item) ? item["id"] : item;
    const named = typeof written === "string" ? configFile.exec(written)?.[1] : undefined;
    if (named === undefined) providers.push(...listed(readProvider(files, source, item, at)));
    else {
      for (const name of files.matches(source, named, at)) {
        providers.push(
          ...(await fromFile(files, source, name, at)).map((provider) =>
            over(files, source, provider, item, at),
          ),
        );
      }
    }
  }
  return providers;
}

async function fromFile(
  files: PromptfooFiles,
  source: SuiteSource,
  name: string,
  path: FieldPath,
): Promise<readonly ProviderSpec[]> {
  const inner = await files.open(source, name, path, false);
  if (!inner) return [];
  return itemsAt(inner.yaml.value, []).flatMap(({ item, at }) =>
    listed(readProvider(files, inner, item, at)),
  );
}

/** What is said where the file is named goes before what the file says. */
function over(
  files: PromptfooFiles,
  source: SuiteSource,
  provider: ProviderSpec,
  item: unknown,
  path: FieldPath,
): ProviderSpec {
  if (!isMapping(item)) return provider;
  const own = readProvider(files, source, { ...item, id: provider.id }, path);
  if (!own) return provider;
  return {
    ...provider,
    ...own,
    label: typeof item["label"] === "string" ? item["label"] : provider.label,
    config: { ...provider.config, ...own.config },
    env: { ...provider.env, ...own.env },
  };
}

function listed(provider: ProviderSpec | undefined): readonly ProviderSpec[] {
  return provider ? [provider] : [];
}
