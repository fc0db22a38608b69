import { isJsonMapping } from "../../../prompts/json-value.js";
import { roles } from "../../../prompts/types.js";
import { preparePrompt } from "../../rendering/prepared-prompt.js";
import type { SuitePrompt } from "../../types.js";
import type { Conversion } from "./conversion.js";
import { nativeTemplate } from "./native-template.js";

/** A prompt as a suite of mlx has it, and the names that it uses. */
export interface NativePrompt {
  readonly text: string;
  readonly label: string;
  readonly names: readonly string[];
}

/** Converts a prompt; what cannot be one is refused. @param around what every test puts before and behind it. */
export function nativePrompt(
  conversion: Conversion,
  { label, body, config, at }: SuitePrompt,
  around: { readonly prefix?: string; readonly suffix?: string },
): NativePrompt | undefined {
  if (body.kind !== "template") {
    const what = body.kind === "exec" ? "a program" : "a function";
    return conversion.refuse(`prompt ${label}`, `${what} cannot be a prompt in a suite of mlx`, at);
  }
  if (config && Object.keys(config).length > 0)
    conversion.drop("config", `of the prompt ${label}: write its settings into a provider's config`, at);
  const text = (around.prefix ?? "") + (body.kind === "template" ? body.text : "") + (around.suffix ?? "");
  const prepared = preparePrompt(text);
  const written = prepared.kind === "json" || prepared.kind === "yaml" ? messagesText(prepared.value) : text;
  if (written === undefined || prepared.kind === "generated") {
    return conversion.refuse(`prompt ${label}`, "messages that hold more than text cannot be kept", at);
  }
  const isChat = prepared.kind !== "text";
  const template = nativeTemplate(isChat ? written : withoutRoles(written), true);
  if ("problem" in template) return conversion.refuse(`prompt ${label}`, template.problem, at);
  return { label, ...template };
}

/** A text of one message whose lines might be taken for those that begin one. */
function withoutRoles(text: string): string {
  const isRole = new RegExp(`^(?:${roles.join("|")}):[ \\t]*$`, "m");
  return isRole.test(text)
    ? `user:\n{% raw %}{% endraw %}${text.replace(new RegExp(isRole, "gm"), "{{ '' }}$&")}`
    : text;
}

/** Messages behind the lines that say who speaks. Undefined where there is more to them. */
function messagesText(value: unknown): string | undefined {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  const parts = items.map((item) => {
    if (!isJsonMapping(item) || Object.keys(item).length !== 2) return undefined;
    const { role, content } = item;
    return roles.some((name) => name === role) && typeof content === "string"
      ? `${role}:\n${content.trim()}`
      : undefined;
  });
  return parts.includes(undefined) ? undefined : parts.join("\n\n");
}
