import { emailOf } from "../approvals/approvals.js";
import type { SignatureFacts } from "../gates/gates.js";
import type { Person } from "../types.js";

/**
 * A signature as that of one person: somebody else's good one says nothing of whoever is named in what was signed.
 * @param signature of the commit that added what the person said.
 */
export function ownSignature(signature: SignatureFacts, person: Person): SignatureFacts {
  const { good, signer } = signature;
  if (!good || (signer !== undefined && isSigner(signer, emailOf(person)))) return signature;
  const commit = signature.commit?.slice(0, 10) ?? "that added it";
  return {
    ...signature,
    good: false,
    reason: `commit ${commit} is signed by ${signer ?? "nobody that git names"}, and not by ${person.email}`,
  };
}

/** `Name <e-mail>`, or an e-mail address, in which `*` and `?` stand for others as in an allowed signers file. */
function isSigner(signer: string, email: string): boolean {
  const address = (/<([^<>]*)>$/.exec(signer)?.[1] ?? signer).toLowerCase();
  const pattern = address
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${pattern}$`).test(email);
}
