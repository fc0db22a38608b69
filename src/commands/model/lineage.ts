import { extname, resolve } from "node:path";
import type { App } from "../../app/app.js";
import { type ModelLineage, readLineage } from "../../app/models/read-lineage.js";
import { MlxError } from "../../core/errors.js";
import { ExitCode } from "../../core/exit-codes.js";
import { displayPath } from "../../core/visible-text.js";
import { writeFileAtomic } from "../../files/atomic-write.js";
import { lineageGraph } from "../../registry/lineage/build-graph.js";
import { mermaidText } from "../../registry/lineage/mermaid.js";
import { jsonDocument } from "../../ui/json-text.js";
import { lineageDocument } from "./lineage-document.js";
import { lineageText } from "./lineage-text.js";

export interface LineageOptions {
  readonly html: boolean;
  readonly mermaid: boolean;
  /** Writes there what would be printed; its ending says what, where no flag does. */
  readonly output?: string;
}

type Format = "text" | "html" | "mermaid" | "json";

/** `mlx model lineage`: from data and code over the run to the version and its aliases. */
export async function lineage(app: App, reference: string, options: LineageOptions): Promise<ExitCode> {
  const format = formatOf(app, options);
  const found = await readLineage(app, reference);
  if (options.output === undefined) {
    if (format === "json") app.ui.json(lineageDocument(found));
    else app.ui.answer((await written(app, found, format)).replace(/\n$/, ""));
    return ExitCode.ok;
  }
  const text = await written(app, found, format);
  const isMarkdown = extname(options.output).toLowerCase() === ".md";
  const fenced = format === "mermaid" && isMarkdown ? `\`\`\`mermaid\n${text}\`\`\`\n` : text;
  writeFileAtomic(resolve(app.cwd, options.output), fenced, { durable: false });
  if (app.ui.mode.json) app.ui.json({ ...lineageDocument(found), output: options.output });
  else app.ui.out(`wrote ${displayPath(options.output)}`);
  return ExitCode.ok;
}

async function written(app: App, found: ModelLineage, format: Format): Promise<string> {
  if (format === "html") {
    const { lineagePage } = await import("./lineage-page.js");
    return lineagePage(found, app.now());
  }
  if (format === "mermaid") return mermaidText(lineageGraph(found.versions));
  if (format === "json") return `${jsonDocument(lineageDocument(found))}\n`;
  return `${lineageText(app.ui, found)}\n`;
}

const endings: Readonly<Record<string, Format>> = {
  ...{ ".html": "html", ".htm": "html", ".json": "json" },
  ...{ ".md": "mermaid", ".mmd": "mermaid", ".mermaid": "mermaid" },
};

function formatOf(app: App, { html, mermaid, output }: LineageOptions): Format {
  if (html && mermaid) {
    throw new MlxError("MLX_USAGE", "--html and --mermaid do not go together", {
      hint: "name one of them",
      exitCode: 2,
    });
  }
  if (html) return "html";
  if (mermaid) return "mermaid";
  const byEnding = output === undefined ? undefined : endings[extname(output).toLowerCase()];
  return byEnding ?? (app.ui.mode.json ? "json" : "text");
}
