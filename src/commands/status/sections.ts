import { cacheSection } from "./cache-section.js";
import { dataSection } from "./data-section.js";
import { driftSection } from "./drift-section.js";
import { evaluationsSection } from "./evaluations-section.js";
import { modelsSection } from "./models-section.js";
import { promptsSection } from "./prompts-section.js";
import { remotesSection } from "./remotes-section.js";
import { repositorySection } from "./repository-section.js";
import { runsSection } from "./runs-section.js";
import { schemasSection } from "./schemas-section.js";
import type { StatusSection } from "./section.js";

/** In the order of the screen. */
export const statusSections: readonly StatusSection[] = [
  repositorySection,
  dataSection,
  schemasSection,
  driftSection,
  runsSection,
  promptsSection,
  modelsSection,
  evaluationsSection,
  remotesSection,
  cacheSection,
];
