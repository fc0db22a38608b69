import { cardNumbers } from "./card-number.js";
import { emailAddresses } from "./email-address.js";
import { bankAccounts } from "./iban.js";
import { phoneNumbers } from "./phone-number.js";

/** What may lead to a person, and where it stands. */
export interface PersonalData {
  /** With its article: `an e-mail address`. */
  readonly kind: string;
  /** UTF-16 units; `end` is excluded. */
  readonly start: number;
  readonly end: number;
  /** The value with most of it left out. */
  readonly masked: string;
}

/** Nine digits, however they are grouped: no card and no telephone has fewer. */
const longNumber = /\d(?:[ ()./-]{0,3}\d){8}/;

/** The dated name of a model, which most prompts hold, and which has that many digits. */
const datedName = /[a-z][\w.]*(?:-[\w.]+){0,5}-20\d\d-?\d\d-?\d\d\b/g;

/** Finds e-mail addresses, card numbers, bank accounts and phone numbers by their checksums and forms. In linear time. */
export function findPersonalData(text: string): PersonalData[] {
  const hasNumbers = longNumber.test(text) && longNumber.test(text.replace(datedName, ""));
  const cards = hasNumbers ? cardNumbers(text) : [];
  const taken = [...emailAddresses(text), ...cards, ...bankAccounts(text)].sort((a, b) => a.start - b.start);
  if (!hasNumbers) return taken;
  const phones = phoneNumbers(text).filter((phone) => !taken.some((it) => overlap(it, phone)));
  return [...taken, ...phones].sort((a, b) => a.start - b.start);
}

function overlap(a: PersonalData, b: PersonalData): boolean {
  return a.start < b.end && b.start < a.end;
}
