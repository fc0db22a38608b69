import { expect, test } from "vitest";
import { ownSignature } from "../../../../src/registry/model-gates/own-signature.js";
import { ann } from "../../../support/registry-scene.js";

const signed = (signer: string) => ({ good: true, reason: "signed", commit: "0123456789abcdef", signer });

test.each(["ann@example.com", "Ann@Example.com", "Ann (work) <ann@example.com>", "*@example.com", "a?n@*"])(
  "a signature by %s is Ann's own",
  (signer) => {
    expect(ownSignature(signed(signer), ann)).toEqual(signed(signer));
  },
);

test.each([
  "mallory@example.com",
  "ann@example.com <mallory@example.com>",
  "ann@exampleXcom",
  "annann@example.com",
  "ann@example.com.evil.org",
  "",
])("a signature by %j is not", (signer) => {
  expect(ownSignature(signed(signer), ann)).toMatchObject({
    good: false,
    reason: `commit 0123456789 is signed by ${signer}, and not by ann@example.com`,
  });
});

test("one that is not good stays what it is", () => {
  const bad = { good: false, reason: "its signature is bad" };
  expect(ownSignature(bad, ann)).toBe(bad);
});
