import { type Markup, markup } from "../../core/markup.js";
import { pageStyle } from "./page-style.js";

/**
 * A page of one file: no script, no network, light and dark as the reader's system is.
 * @param style of this page alone, beside that of every page.
 */
export function htmlPage(title: string, body: Markup, style?: Markup): string {
  const policy = "default-src 'none'; style-src 'unsafe-inline'";
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${pageStyle}${style}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`.text;
}
