import { fewOf } from "../../../core/few-of.js";
import { findPersonalData } from "../../../prompts/personal-data/find-personal-data.js";
import { textsSetting } from "../assertion-value.js";
import type { Grader } from "../grader.js";
import { yesOrNo } from "../verdict.js";

/**
 * The output has no e-mail address, card number, bank account or telephone number. `allow` lists those that may stand in it, such as the
 * address of the support itself. The reason shows what was found with most of it left out.
 */
const personalData: Grader = ({ assertion, text }) => {
  const allowed = new Set((textsSetting(assertion, "allow") ?? []).map(plain));
  const found = findPersonalData(text).filter(
    ({ start, end }) => !allowed.has(plain(text.slice(start, end))),
  );
  const shown = found.map(({ kind, masked }) => `${kind} (${masked})`);
  return yesOrNo(
    found.length === 0,
    found.length === 0 ? "the output has no personal data" : `the output has ${fewOf(shown, 3)}`,
  );
};

/** Spacing and case do not make another address or number. */
function plain(text: string): string {
  return text.replace(/[\s().-]/g, "").toLowerCase();
}

export const personalDataGraders: Readonly<Record<string, Grader>> = { "personal-data": personalData };
