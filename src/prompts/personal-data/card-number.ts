import type { PersonalData } from "./find-personal-data.js";

/** Digits in one piece, or in the groups that cards are printed with. */
const candidate =
  /(?<![\p{L}\p{N}_.-])(?:\d{13,19}|\d{4}([ -])\d{4}\1\d{4}\1\d{1,4}(?:\1\d{3})?|\d{4}([ -])\d{6}\2\d{4,5})(?![\p{L}\p{N}_]|[.-]\d)/gu;

/** The numbers that issuers begin their cards with, and how long those are (ISO/IEC 7812; the issuers' own rules). */
const issuers: readonly (readonly [name: string, begins: RegExp, lengths: readonly number[]])[] = [
  ["Visa", /^4/, [13, 16, 19]],
  ["Mastercard", /^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, [16]],
  ["American Express", /^3[47]/, [15]],
  ["Diners Club", /^3(?:0[0-5]|095|[689])/, [14, 16, 19]],
  ["Discover", /^6(?:011|4[4-9]|5)/, [16, 19]],
  ["JCB", /^35(?:2[89]|[3-8])/, [16, 17, 18, 19]],
  ["UnionPay", /^62/, [16, 17, 18, 19]],
  ["Maestro", /^(?:50(?:18|20|38)|5893|6304|6759|676[1-3])/, [13, 14, 15, 16, 17, 18, 19]],
  ["Mir", /^220[0-4]/, [16, 17, 18, 19]],
];

export function cardNumbers(text: string): PersonalData[] {
  return [...text.matchAll(candidate)].flatMap(({ 0: written, index }) => {
    const digits = written.replace(/[ -]/g, "");
    const issuer = issuers.find(
      ([, begins, lengths]) => lengths.includes(digits.length) && begins.test(digits),
    );
    if (!issuer || !passesLuhn(digits) || /^(\d)\1*$/.test(digits)) return [];
    const kind = `a card number (${issuer[0]})`;
    return [{ kind, start: index, end: index + written.length, masked: `•••• ${digits.slice(-4)}` }];
  });
}

/** The check digit of ISO/IEC 7812-1, annex B: every second digit from the right counts twice. */
function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let place = 0; place < digits.length; place++) {
    const digit = digits.charCodeAt(digits.length - 1 - place) - 48;
    const counted = place % 2 === 0 ? digit : digit * 2;
    sum += counted > 9 ? counted - 9 : counted;
  }
  return sum % 10 === 0;
}
