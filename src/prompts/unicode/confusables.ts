/**
 * Letters of other scripts, each followed by the Latin letter that it passes for: the part of Unicode's confusables.txt (UTS 39)
 * that common fonts draw alike.
 */
const pairs: Readonly<Record<string, string>> = {
  Cyrillic:
    "АA ВB ЕE ЅS ІI ЈJ КK МM НH ОO РP СC ТT УY ХX ҮY ԌG ԚQ ԜW ӀI аa еe іi јj оo рp сc уy хx ѕs һh ԁd ԛq ԝw ѵv үy ӏl",
  Greek: "ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX ϹC ϳj αa ιi κk νv οo ρp υu ϲc γy",
  Armenian: "ՕO ՍU ԼL ՏS հh ոn սu օo ցg զq յj",
  Cherokee: "ᎪA ᏴB ᏟC ᎠD ᎬE ᎻH ᎫJ ᏦK ᏞL ᎷM ᏢP ᏒR ᏚS ᎢT ᏙV ᎳW ᏃZ",
  Coptic: "ⲞO ⲢP ⲤC ⲨY ⲬX ⲟo ⲣp ⲥc",
  Lisu: "ꓐB ꓑP ꓓD ꓔT ꓖG ꓗK ꓙJ ꓚC ꓜZ ꓝF ꓟM ꓠN ꓡL ꓢS ꓣR ꓦV ꓧH ꓪW ꓫX ꓬY ꓮA ꓰE ꓲI ꓳO ꓴU",
};

const latinOf: ReadonlyMap<string, string> = new Map(
  Object.values(pairs).flatMap((list) =>
    list.split(" ").map((pair): [string, string] => [pair.slice(0, 1), pair.slice(1)]),
  ),
);

/** The Latin letter that a letter of another script passes for. */
export function latinLookalike(letter: string): string | undefined {
  return latinOf.get(letter);
}
