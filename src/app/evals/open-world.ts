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
import type { RunOptions } from "./run-options.js";
import { tableRows } from "./table-rows.js";

/** Of one call, where neither the suite nor the command line says otherwise. Milliseconds. */
const defaultTimeoutMs = 300_000;

/** Of a script or a webhook of a grader. */
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
  const [{ openProvider }, { readDotEnv }, config] = await Promise.all([
    import("../../providers/open-provider.js"),
    import("../../providers/read-dot-env.js"),
    app.config(),
  ]);
  const dotEnv = await readDotEnv(suite.folder);
  const timeoutMs = options.timeoutMs ?? suite.timeoutMs ?? defaultTimeoutMs;
  const scripts = new LazyScripts(app, suite, dotEnv);
  const scriptMs = options.timeoutMs ?? suite.timeoutMs ?? defaultScriptMs;
  const context: ProviderContext = {
    folder: suite.folder,
    env: { ...app.env, ...suite.env },
    dotEnv,
    scripts,
    models: config.models,
    rows: (file) => tableRows(suite.folder, file),
    warn: (message) => app.ui.warn(message),
  };
  const cache = options.cache ? await openCache(app) : undefined;
  const answers = new Answers({
    open: (spec) => openProvider(spec, context),
    ...(cache && { cache }),
    budget,
    policy: {
      ...defaultLanePolicy,
      concurrency: options.concurrency ?? suite.concurrency ?? defaultLanePolicy.concurrency,
      retries: options.retries,
    },
    timeoutMs,
    now: () => app.now(),
    warn: (message) => app.ui.warn(message),
  });
  const judge = options.judge === undefined ? undefined : providerNamed(options.judge, "--judge");
  const named = [...suite.providers, ...(judge ? [judge] : [])];
  await Promise.all(named.flatMap(withFallbacks).map((spec) => answers.provider(spec)));
  await answers.requirePrices(named);
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
    post: (url, body) => postJson(url, body, scriptMs),
    close: async () => {
      await Promise.all([answers.close(), scripts.close()]);
    },
  };
}

/** What is wrong with any of them is told before the first call. */
function withFallbacks(spec: ProviderSpec): readonly ProviderSpec[] {
  return [spec, ...spec.fallbacks.flatMap(withFallbacks)];
}
