import type { PersonalData } from "./find-personal-data.js";

const localPart = /[A-Za-z0-9](?:[A-Za-z0-9._%+'-]{0,62}[A-Za-z0-9_+-])?$/;
const domainPart =
  /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,8}[A-Za-z]{2,24}(?![A-Za-z0-9_@]|-[A-Za-z0-9])/;
/** RFC 2606 and RFC 6761: names that belong to nobody. */
const exampleDomain = /(?:^|\.)(?:example\.(?:com|net|org)|example|test|invalid|localhost|local)$/i;
/** `logo@2x.png` is a file. */
const fileEnding = /\.(?:png|jpe?g|gif|svg|webp|avif|ico|css|m?js|tsx?|json|md|html?|ya?ml|py|pdf|zip|tgz)$/i;
/** What a version control system calls itself in an address such as `git@github.com`. */
const programs: ReadonlySet<string> = new Set(["git", "hg", "svn"]);

export function emailAddresses(text: string): PersonalData[] {
  const found: PersonalData[] = [];
  for (let at = text.indexOf("@"); at >= 0; at = text.indexOf("@", at + 1)) {
    const local = localPart.exec(text.slice(Math.max(0, at - 64), at))?.[0];
    const domain = domainPart.exec(text.slice(at + 1, at + 256))?.[0];
    if (local === undefined || domain === undefined || programs.has(local)) continue;
    if (exampleDomain.test(domain) || fileEnding.test(domain)) continue;
    const masked = `${local.slice(0, 1)}…@${domain.slice(0, 1)}…${domain.slice(domain.lastIndexOf("."))}`;
    found.push({ kind: "an e-mail address", start: at - local.length, end: at + 1 + domain.length, masked });
  }
  return found;
}
