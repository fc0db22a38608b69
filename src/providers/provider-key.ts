import { ProviderFault } from "../evals/provider.js";
import { keyFromCommand } from "./key-command.js";
import type { ProviderConfig } from "./provider-config.js";

/** A key that is looked up when it is first needed, then kept in memory. */
export type KeySource = () => Promise<string | undefined>;

/**
 * Where the key of a provider comes from: `apiKey` of its config (with a warning where it stands there itself), the
 * variable that `apiKeyEnvar` names, what `apiKeyCommand` prints, the provider's own variables; the first that is there.
 * @param variables the provider's own, the usual one first. @param required whether it is a fault to have none.
 */
export function keySource(
  config: ProviderConfig,
  variables: readonly string[],
  required: boolean,
): KeySource {
  const literal = config.text("apiKey");
  if (literal !== undefined && !config.isOfVariable(literal)) {
    config.context.warn(
      `provider ${config.spec.id}: its key is written in the suite file; name a variable with apiKeyEnvar instead`,
    );
  }
  if (literal !== undefined) config.secrets.add(literal);
  const named = config.text("apiKeyEnvar");
  const command = config.text("apiKeyCommand");
  let found: Promise<string | undefined> | undefined;
  return () => {
    found ??= look();
    return found;
  };

  async function look(): Promise<string | undefined> {
    const key =
      literal ??
      (named === undefined ? undefined : config.variable(named)) ??
      (command === undefined ? undefined : await keyFromCommand(command, config)) ??
      (named === undefined ? config.firstVariable(variables) : undefined);
    if (key !== undefined) config.secrets.add(key);
    if (key === undefined && (required || named !== undefined)) throw noKey(named ?? variables[0]);
    return key;
  }
}

function noKey(variable: string | undefined): ProviderFault {
  const where = variable === undefined ? "" : `: ${variable} is not set in the environment or in .env`;
  return new ProviderFault("credentials", `has no key${where}`);
}
