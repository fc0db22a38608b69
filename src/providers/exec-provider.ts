import { stripVTControlCharacters } from "node:util";
import { type Provider, ProviderFault } from "../evals/provider.js";
import { splitCommand } from "../scripts/split-command.js";
import { answerOfScript, isScriptAnswer } from "./answer-of-script.js";
import { fileDigests } from "./file-digest.js";
import { excerpt } from "./http/http-faults.js";
import { parseJson } from "./json-access.js";
import { programCost } from "./program-cost.js";
import { contextArgument, optionsArgument } from "./provider-arguments.js";
import type { ProviderConfig } from "./provider-config.js";
import { providerIdentity } from "./provider-identity.js";
import { runCommand } from "./run-command.js";

/**
 * `exec:COMMAND`: a program that is started for each prompt, without a shell, in the suite's folder. It is given the
 * prompt, the options and the context as its last three arguments, as promptfoo does, and the prompt on its standard input.
 * What it prints is the answer; where that is JSON in the form of a script's answer, it is read as one. Answers are cached
 * where the command line names a file, whose change is seen.
 */
export async function execProvider(config: ProviderConfig): Promise<Provider> {
  const line = config.spec.id.slice("exec:".length);
  const [command, ...given] = splitCommand(line) ?? [];
  if (command === undefined) throw config.wrong("the command", "written behind exec:, as in exec:./bot.sh");
  const input = config.text("input") ?? "arguments";
  if (input !== "arguments" && input !== "stdin") throw config.wrong("input", "arguments or stdin");
  const options = JSON.stringify(optionsArgument(config));
  const env = config.environment();
  const { folder } = config.context;
  const files = await fileDigests(folder, [command, ...given]);
  return {
    id: config.spec.id,
    identity: providerIdentity(config, { family: "exec", command: line, folder, files }),
    cacheable: Object.keys(files).length > 0,
    ...programCost(config),
    async call(request, { signal, timeoutMs }) {
      const args = input === "stdin" ? [] : [request.text, options, JSON.stringify(contextArgument(request))];
      const started = performance.now();
      const { code, stdout, stderr } = await runCommand([command, ...given, ...args], {
        cwd: folder,
        env,
        input: request.text,
        ...(signal && { signal }),
        ...(timeoutMs !== undefined && { timeoutMs }),
      });
      const latencyMs = performance.now() - started;
      if (code !== 0) {
        const said = stderr.trim() === "" ? stdout : stderr;
        throw new ProviderFault(
          "request",
          `ended with exit code ${code}${said.trim() && `: ${excerpt(said)}`}`,
        );
      }
      const text = stripVTControlCharacters(stdout).trim();
      if (text === "" && stderr.trim() !== "") {
        throw new ProviderFault("garbage", `printed nothing but errors: ${excerpt(stderr)}`);
      }
      const data = text.startsWith("{") ? parseJson(text) : undefined;
      return answerOfScript(data !== undefined && isScriptAnswer(data) ? data : text, latencyMs);
    },
  };
}
