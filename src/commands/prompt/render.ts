import type { App } from "../../app/app.js";
import { openPrompt } from "../../app/prompts/open-prompt.js";
import { ExitCode } from "../../core/exit-codes.js";
import { countOf } from "../../core/format-bytes.js";
import { inputValues } from "../../prompts/inputs.js";
import { renderPrompt } from "../../prompts/render-prompt.js";
import type { ResolvedReference } from "../../prompts/resolve-reference.js";
import type { Message } from "../../prompts/types.js";
import { type GivenOptions, givenInputs } from "./given-inputs.js";
import { type MessageTokens, messageTokens } from "./message-tokens.js";

export type RenderOptions = GivenOptions;

/** `mlx prompt render` */
export async function renderMessages(app: App, reference: string, options: RenderOptions): Promise<ExitCode> {
  const resolved = await openPrompt(app, reference);
  const given = await givenInputs(app, resolved.prompt, options);
  const { messages, model, settings } = renderPrompt(resolved.prompt, inputValues(resolved.prompt, given));
  const tokens = await messageTokens(messages, model);
  if (app.ui.mode.json) {
    const { tools, output } = resolved.prompt.frontMatter;
    app.ui.json({
      name: resolved.name,
      version: resolved.version ?? null,
      messages,
      model: model ?? null,
      settings,
      ...(tools.length > 0 && { tools }),
      ...(output && { output }),
      tokens: { total: tokens.total, exact: tokens.exact, byRole: Object.fromEntries(tokens.byRole) },
    });
  } else tell(app, resolved, messages, tokens);
  return ExitCode.ok;
}

function tell(
  { ui }: App,
  { prompt, name, version }: ResolvedReference,
  messages: readonly Message[],
  tokens: MessageTokens,
): void {
  const { theme } = ui;
  if (messages.length === 0) {
    ui.note(`${name} renders no message with these inputs`);
    return;
  }
  const about = tokens.exact ? "" : "~";
  ui.answer(
    messages
      .map(
        ({ role, content }, index) =>
          `${theme.dim(`── ${role} (${about}${countOf(tokens.counts[index] ?? 0, "token")})`)}\n${content}`,
      )
      .join("\n\n"),
  );
  const roles = [...tokens.byRole].map(([role, count]) => `${role} ${about}${count}`).join(", ");
  const title = version === undefined ? name : `${name}@${version}`;
  const model = prompt.frontMatter.model === undefined ? "" : ` for ${prompt.frontMatter.model}`;
  ui.note(`${title}${model}: ${about}${countOf(tokens.total, "token")} (${roles})`);
}
