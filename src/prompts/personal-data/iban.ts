import type { PersonalData } from "./find-personal-data.js";

/** How long the account numbers of each country are (SWIFT's IBAN registry). */
const lengths: ReadonlyMap<string, number> = new Map(
  (
    "NO15 BE16 DK18 FO18 GL18 FK18 FI18 NL18 SD18 MK19 SI19 AT20 BA20 EE20 KZ20 LT20 LU20 XK20 MN20 " +
    "CH21 HR21 LI21 LV21 BG22 BH22 CR22 DE22 GB22 GE22 IE22 ME22 RS22 VA22 AE23 GI23 IL23 IQ23 OM23 SO23 TL23 " +
    "AD24 CZ24 ES24 MD24 PK24 RO24 SA24 SE24 SK24 TN24 VG24 LY25 PT25 ST25 IS26 TR26 BI27 DJ27 FR27 GR27 IT27 MC27 MR27 SM27 " +
    "AL28 AZ28 BY28 CY28 DO28 GT28 HN28 HU28 LB28 NI28 PL28 SV28 BR29 EG29 PS29 QA29 UA29 JO30 KW30 MU30 YE30 MT31 SC31 LC32 RU33"
  )
    .split(" ")
    .map((entry): [string, number] => [entry.slice(0, 2), Number(entry.slice(2))]),
);

const beginning = /(?<![\p{L}\p{N}_])([A-Z]{2})\d{2}(?=[ A-Z0-9])/gu;

export function bankAccounts(text: string): PersonalData[] {
  return [...text.matchAll(beginning)].flatMap(({ 1: country = "", index }) => {
    const length = lengths.get(country);
    const account = length === undefined ? undefined : readAccount(text, index, length);
    if (!account || !passesMod97(account.compact)) return [];
    const masked = `${account.compact.slice(0, 4)} •••• ${account.compact.slice(-4)}`;
    return [{ kind: "a bank account (IBAN)", start: index, end: account.end, masked }];
  });
}

/** So many letters and digits, with single spaces between groups of four. */
function readAccount(
  text: string,
  start: number,
  length: number,
): { compact: string; end: number } | undefined {
  let compact = "";
  let index = start;
  for (; compact.length < length; index++) {
    const character = text.charAt(index);
    if (/[A-Z0-9]/.test(character)) compact += character;
    else if (character !== " " || compact.length % 4 !== 0 || text.charAt(index - 1) === " ")
      return undefined;
  }
  return /[\p{L}\p{N}_]/u.test(text.charAt(index)) ? undefined : { compact, end: index };
}

/** ISO 13616: the first four characters moved to the end and letters written as 10 to 35, the rest by 97 is 1. */
function passesMod97(account: string): boolean {
  let rest = 0;
  for (const character of account.slice(4) + account.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}
