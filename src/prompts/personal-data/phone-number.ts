import type { PersonalData } from "./find-personal-data.js";

/** Country codes of ITU-T E.164. */
const countryCode =
  /^(?:1|7|20|21[1-368]|22\d|23\d|24\d|25[0-8]|26\d|27|29[0178]|3[0-469]|35\d|37[0-8]|38[0-35-79]|4[013-9]|42[013]|5[1-8]|50\d|59\d|6[0-6]|67[02-9]|68[0-35-9]|69[0-2]|8[1246]|85[02356]|88[06]|9[0-58]|96[0-8]|97[0-79]|99[2-68])/;

/** What stands around a number so that it is one of its own. */
const free = String.raw`(?<![\p{L}\p{N}_+$€£#=.,/-])`;
const ends = String.raw`(?![\p{L}\p{N}_%°]|[.,:/-]\d)`;

const international = new RegExp(
  String.raw`(?<![\p{L}\p{N}_+*=])(?:\+ ?|00(?=[1-9]\d{0,2}[ -]))([1-9](?:[ .()/-]{0,2}\d){7,14})${ends}`,
  "gu",
);

const northAmerican = new RegExp(
  String.raw`${free}(?:\(([2-9]\d{2})\) ?|([2-9]\d{2})([-.]))([2-9]\d{2})(?:\3|[-. ])(\d{4})${ends}`,
  "gu",
);

/** Mobile numbers of Britain and France's groups of two: forms that nothing else has. */
const british = new RegExp(String.raw`${free}07\d{3}[ -]?\d{3}[ -]?\d{3}${ends}`, "gu");
const french = new RegExp(String.raw`${free}0[1-9](?:[ .]\d{2}){4}${ends}`, "gu");

/** Any number that a word before it calls one. */
const named =
  /(?<![\p{L}\p{N}_])(?:tel(?:ephone|efon)?|t[ée]l[ée]phone|phone|mobile|mobil|cell|fax|handy|whatsapp|call|sms)(?: (?:number|no|nr))?[.: ]{1,3}(\(?0\d{2,4}\)?(?:[ ./-]{0,2}\d){6,10})(?![\p{L}\p{N}_])/giu;

/** Numbers that the authorities keep for films and examples: they are nobody's. */
const fictional =
  /^(?:1?[2-9]\d{2}55501\d{2}|(?:44|0)(?:7700900|2079460|1144960|1154960|1164960|1174960|1184960|1214960|1314960|1414960|1514960|1614960)\d{3}|336399890?\d+|330(?:1|2|3|4|5)99\d+)$/;

export function phoneNumbers(text: string): PersonalData[] {
  const found: PersonalData[] = [];
  const keep = (start: number, written: string, kind: string) => {
    const digits = written.replace(/\D/g, "");
    if (fictional.test(digits) || /^(\d)\1*$/.test(digits)) return;
    if (found.some((other) => other.start < start + written.length && start < other.end)) return;
    found.push({ kind, start, end: start + written.length, masked: masked(written) });
  };
  for (const { 0: written, 1: number = "", index } of text.matchAll(international)) {
    if (isInternational(number.replace(/\D/g, ""))) keep(index, written, "a phone number");
  }
  for (const pattern of [northAmerican, british, french]) {
    for (const { 0: written, index } of text.matchAll(pattern)) keep(index, written, "a phone number");
  }
  for (const { 0: whole, 1: number = "", index } of text.matchAll(named)) {
    keep(index + whole.length - number.length, number, "a phone number");
  }
  return found;
}

/** At least eight digits after a country code that exists; in North America ten, in their form. */
function isInternational(digits: string): boolean {
  if (digits.length > 15 || !countryCode.test(digits)) return false;
  if (digits.startsWith("1")) return /^1[2-9]\d{2}[2-9]\d{6}$/.test(digits);
  return digits.length >= 9;
}

/** The beginning and the last two digits. */
function masked(written: string): string {
  const digits = written.replace(/\D/g, "");
  const beginning = /^(?:\+|00)/.test(written)
    ? `+${digits.replace(/^00/, "").slice(0, 2)}`
    : digits.slice(0, 2);
  return `${beginning} ••• ${digits.slice(-2)}`;
}
