import { createHash } from "node:crypto";
import { Markup, markup } from "../../../core/markup.js";
import { text as script } from "./client/main.ts?text";
import { embeddedJson } from "./embedded-json.js";
import type { PageData } from "./page-data.js";
import { text as style } from "./style/report.css?text";

export interface ReportPage {
  readonly title: string;
  readonly header: Markup;
  readonly sections: readonly (Markup | undefined)[];
  readonly data: PageData;
}

/**
 * A page of one file that asks no network for anything: its policy lets this style and this script run, and nothing else. Without a script
 * it shows all but the single cases.
 */
export function reportPage({ title, header, sections, data }: ReportPage): string {
  const policy = [
    "default-src 'none'",
    `style-src '${digestOf(style)}'`,
    `script-src '${digestOf(script)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${new Markup(style)}</style>
</head>
<body>
<a class="skip" href="#cases">Skip to the cases</a>
${header}
<main>
${sections}
<section id="cases" aria-labelledby="cases-title"><h2 id="cases-title">Cases</h2>
<noscript><p class="soft">The list of cases needs the script of this page, which is switched off.</p></noscript>
</section>
</main>
<footer><p class="soft">Made by mlx. <span class="for-script">Press <kbd>?</kbd> for the keys.</span></p></footer>
<script type="application/json" id="data">${embeddedJson(data)}</script>
<script>${new Markup(script)}</script>
</body>
</html>
`.text;
}

function digestOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
