import { MlxError } from "../../../core/errors.js";
import type { ScanFacts } from "../../../registry/model-gates/facts.js";
import type { ResolvedVersion } from "../../../registry/versions/resolve-version.js";
import type { App } from "../../app.js";
import { bringArtifacts } from "../model-artifacts.js";
import { scanFiles } from "../scan-models.js";

/** Scans the bytes of a version as they are now. Those that the cache lacks are fetched. */
export async function scanVersion(app: App, resolved: ResolvedVersion): Promise<ScanFacts> {
  try {
    const artifacts = await bringArtifacts(app, resolved);
    const { verdict, files } = await scanFiles(
      app,
      artifacts.map(({ path, file }) => ({ path, bytes: file })),
    );
    const found = files
      .filter((file) => file.verdict !== "ok")
      .flatMap(({ path, findings }) =>
        findings
          .filter(({ level }) => level !== "note")
          .map(({ rule, what, level }) => ({ path, rule, what, level })),
      )
      .sort((a, b) => Number(b.level === "suspicious") - Number(a.level === "suspicious"));
    return {
      ...{ verdict, files: files.length },
      found: found.map(({ path, rule, what }) => ({ path, rule, what })),
    };
  } catch (error) {
    if (!(error instanceof MlxError)) throw error;
    return {
      problem: `its bytes cannot be had: ${error.message}`,
      ...(error.hint !== undefined && { hint: error.hint }),
    };
  }
}
