import type { CheckedData } from "../../drift/checked.js";
import type { DriftMonitor } from "../../drift/monitor.js";
import { githubAnnotations } from "../../ui/findings/github.js";
import { jsonDocument } from "../../ui/json-text.js";
import type { Ui } from "../../ui/ui.js";
import { checkDocument } from "./check-document.js";
import { checkFindings } from "./check-findings.js";
import type { CheckFormat } from "./check-formats.js";
import { checkJunit } from "./check-junit.js";
import { checkMarkdown } from "./check-markdown.js";
import { checkPage } from "./check-page.js";
import { checkText } from "./check-text.js";

/** @param monitor for the places of annotations. */
export function checkReport(
  ui: Ui,
  checked: CheckedData,
  format: CheckFormat,
  monitor: Pick<DriftMonitor, "file" | "locateColumn">,
): string {
  switch (format) {
    case "human":
      return checkText(ui, checked);
    case "json":
      return jsonDocument(checkDocument(checked));
    case "markdown":
      return checkMarkdown(checked);
    case "junit":
      return checkJunit(checked);
    case "github":
      return githubAnnotations(checkFindings(checked, monitor));
    case "html":
      return checkPage(checked);
  }
}
