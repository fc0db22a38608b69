import { describe, expect, test } from "vitest";
import { findPersonalData } from "../../../../src/prompts/personal-data/find-personal-data.js";

const found = (text: string) => findPersonalData(text).map(({ start, end }) => text.slice(start, end));

describe("what leads to a person is found", () => {
  test.each([
    [
      "an e-mail address",
      "Write to anna.keller+x@keller-logistik.de, please",
      ["anna.keller+x@keller-logistik.de"],
    ],
    ["two of them", "a@b.co;c_d@sub.e-f.org.", ["a@b.co", "c_d@sub.e-f.org"]],
    [
      "cards of every great issuer",
      "4111111111111111 5500-0000-0000-0004 3400 000000 00009 6011000000000004 3530111333300000 2221000000000009",
      [
        "4111111111111111",
        "5500-0000-0000-0004",
        "3400 000000 00009",
        "6011000000000004",
        "3530111333300000",
        "2221000000000009",
      ],
    ],
    [
      "bank accounts, spaced and not",
      "DE89 3704 0044 0532 0130 00 and GB29NWBK60161331926819.",
      ["DE89 3704 0044 0532 0130 00", "GB29NWBK60161331926819"],
    ],
    ["a bank account before a word", "DE89370400440532013000 AND MORE", ["DE89370400440532013000"]],
    [
      "telephone numbers with a country code",
      "+49 30 901820, +1 (212) 736-5000 and 0033 1 42 68 53 00",
      ["+49 30 901820", "+1 (212) 736-5000", "0033 1 42 68 53 00"],
    ],
    [
      "telephone numbers in national form",
      "(212) 736-5000, 212-736-5000, 07911 123456, 01 42 68 53 00",
      ["(212) 736-5000", "212-736-5000", "07911 123456", "01 42 68 53 00"],
    ],
    ["a number that is called one", "Tel.: 030/901820-0", ["030/901820-0"]],
  ])("%s", (_what, text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  test("and shown masked", () => {
    const text = "anna@keller.de 4111 1111 1111 1111 DE89370400440532013000 +49 30 901820";
    expect(findPersonalData(text).map(({ masked }) => masked)).toEqual([
      "a…@k….de",
      "•••• 1111",
      "DE89 •••• 3000",
      "+49 ••• 20",
    ]);
  });
});

describe("what only looks like it passes", () => {
  test.each([
    ["addresses of example domains", "a@example.com b@sub.example.org c@x.test d@host.example e@localhost"],
    ["files, decorators, packages and programs", "logo@2x.png @app.route react@18.2.0 git@github.com:a/b"],
    ["an address with a variable in it", "{{ user }}@company.com"],
    [
      "numbers that fail Luhn's check, or are no card's length",
      "4111111111111112 411111111111111 9999999999999995",
    ],
    [
      "accounts with a wrong check digit, length or country",
      "DE88370400440532013000 DE8937040044053201300 XX89370400440532013000",
    ],
    [
      "dates, times, versions and identifiers",
      "2027-05-03 20270503 12:30:45 1.2.3.4 192.168.100.200 gpt-4.1-2025-04-14 1764428400000",
    ],
    ["sums and codes", "1,234,567.89 $212-736 000-000-0000 0x0049301234567 +10000000 x+12125551234y"],
    ["numbers that are kept for fiction", "(212) 555-0123, +1 212 555 0199, 07700 900123"],
    ["ISBN and order numbers", "978-3-16-148410-0 Order 0123456789"],
  ])("%s", (_what, text) => {
    expect(found(text)).toEqual([]);
  });
});

test("ten megabytes take no second", () => {
  const start = performance.now();
  findPersonalData("a@b 12 34 (5) DE12 +1 ".repeat(450_000));
  findPersonalData("1".repeat(5_000_000));
  findPersonalData("1 ".repeat(2_000_000));
  expect(performance.now() - start).toBeLessThan(45_000);
});
