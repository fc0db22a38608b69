import { createRedactor, type Redactor, secretsOf } from "../../core/redact.js";
import { caseIds } from "../../evals/case-ids.js";
import { CaseDigester } from "../../evals/outcomes/case-digests.js";
import type { ProviderSpec, Suite } from "../../evals/types.js";
import type { ProviderContext } from "../../providers/provider-context.js";
import type { App } from "../app.js";
import { providerNamed } from "./adapt-suite.js";
import { Answers } from "./answers.js";
import type { Budget } from "./budget.js";
import { defaultLanePolicy } from "./call-lane.js";
import { CaseMemory } from "./case-memory.js";
import type { EvalWorld } from "./eval-world.js";
import { LazyScripts } from "./lazy-scripts.js";
import { openCache } from "./open-cache.js";
import { postJson } from "./post-json.js";
import { renderEnvironment } from "./render-environment.js";
import type { RunOptions } from "./run-options.js";
import { tableRows } from "./table-rows.js";

/** Of one call, where neither the suite nor the command line says otherwise. Milliseconds. */
const defaultTimeoutMs = 300_000;

/** Of a script, a program that makes a prompt, or a webhook, where neither says otherwise. Milliseconds. */
const defaultScriptMs = 60_000;

/** What the cases of an evaluation need, opened; nothing is called yet. */
export interface OpenedWorld extends EvalWorld {
  readonly redact: Redactor;
  close(): Promise<void>;
}

/**
 * Opens providers, the cache and, when a case first asks for it, the script host.
 * @param suite as the options make it.
 * @throws {MlxError} for a provider that does not exist or whose settings cannot be; `MLX_UNPRICED_MODEL`.
 */
export async function openWorld(
  app: App,
  suite: Suite,
  options: RunOptions,
  budget: Budget,
): Promise<OpenedWorld> {
  const { readDotEnv } = await import("../../providers/read-dot-env.js");
  const dotEnv = await readDotEnv(suite.folder);
  const scripts = new LazyScripts(app, suite, dotEnv);
  const scriptMs = options.timeoutMs ?? suite.timeoutMs ?? defaultScriptMs;
  const answers = await openAnswers(app, suite, options, budget, { dotEnv, scripts });
  const judge = options.judge === undefined ? undefined : providerNamed(options.judge, "--judge");
  const named = [...suite.providers, ...(judge ? [judge] : [])];
  await Promise.all(named.flatMap(withFallbacks).map((spec) => answers.provider(spec)));
  await answers.requirePrices(named);
  await renderEnvironment(app, suite);
  return {
    app,
    suite,
    ids: caseIds(suite),
    digests: new CaseDigester(suite),
    answers,
    memory: new CaseMemory(),
    ...(judge && { judge }),
    trustTemplates: options.trustTemplates,
    redact: createRedactor([...secretsOf(app.env), ...secretsOf(suite.env), ...secretsOf(dotEnv)]),
    script: (script, args) => scripts.run(script, args, { timeoutMs: scriptMs }),
    command: (line, args) => scripts.exec(line, args, { timeoutMs: scriptMs }),
    post: (url, body) => postJson(url, body, { timeoutMs: scriptMs, env: app.env }),
    close: async () => {
      await Promise.all([answers.close(), scripts.close()]);
    },
  };
}

async function openAnswers(
  app: App,
  suite: Suite,
  options: RunOptions,
  budget: Budget,
  surroundings: Pick<ProviderContext, "dotEnv" | "scripts">,
): Promise<Answers> {
  const [{ openProvider }, { models }] = await Promise.all([
    import("../../providers/open-provider.js"),
    app.config(),
  ]);
  const cache = options.cache ? await openCache(app) : undefined;
  const concurrency = options.concurrency ?? suite.concurrency ?? defaultLanePolicy.concurrency;
  const warn = (message: string) => app.ui.warn(message);
  const context: ProviderContext = {
    ...{ folder: suite.folder, env: { ...app.env, ...suite.env }, models, warn, ...surroundings },
    rows: (file) => tableRows(suite.folder, file),
  };
  return new Answers({
    open: (spec) => openProvider(spec, context),
    ...(cache && { cache }),
    ...(options.model && { model: options.model.record }),
    budget,
    policy: { ...defaultLanePolicy, concurrency, retries: options.retries },
    timeoutMs: options.timeoutMs ?? suite.timeoutMs ?? defaultTimeoutMs,
    now: () => app.now(),
    warn,
  });
}

/** What is wrong with any of them is told before the first call. */
function withFallbacks(spec: ProviderSpec): readonly ProviderSpec[] {
  return [spec, ...spec.fallbacks.flatMap(withFallbacks)];
}
