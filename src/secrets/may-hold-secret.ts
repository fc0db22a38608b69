/**
 * What no secret that the recommended rules of secretlint know is without: the fixed beginnings of tokens, words beside keys,
 * the schemes of addresses. Wider than the rules, and read in one go; whatever it passes over, none of them can match. Written
 * against @secretlint/secretlint-rule-preset-recommend 12.0.0; a test holds it against every rule.
 */
const signs: readonly string[] = [
  // aws: ids of keys; names of secret keys in the three spellings of the rule.
  "A3T[A-Z0-9]{17}|A(?:KIA|GPA|IDA|ROA|IPA|NPA|NVA|SIA)[A-Z0-9]{16}",
  "(?:SECRET|[sS]ecret)_?(?:ACCESS|[aA]ccess)_?(?:KEY|[kK]ey)",
  // gcp, privatekey
  '-----BEGIN|"private_key"',
  // npm
  "npm_[A-Za-z0-9_]{36}|_authToken=|x-oauth-basic@",
  // slack
  "xox[abopr]-|xapp-|[hH][oO][oO][kK][sS]\\.[sS][lL][aA][cC][kK]",
  // basicauth, database-connection-string
  "(?:https?|ftps?)://[-\\w]{1,256}:[-\\w]{1,256}@",
  "[mM][oO][nN][gG][oO][dD][bB](?:\\+[sS][rR][vV])?://|[mM][yY][sS][qQ][lL][xX]?://|[pP][oO][sS][tT][gG][rR][eE][sS](?:[qQ][lL])?://",
  // openai, anthropic, groq, huggingface
  "T3BlbkFJ|sk-ant-api0|gsk_[a-zA-Z0-9]{52}|hf_[a-zA-Z]{34}",
  // linear, notion, sendgrid, shopify
  "lin_api_|ntn_[0-9]{11}|SG\\.\\w|shp(?:pa|ca|at|ss)_",
  // github, gitlab, grafana, 1password
  "gh[oprsu]_[A-Za-z0-9_]{36}|github_pat_|glpat-|glc_|glsa_|ops_ey",
  // hashicorp-vault, vercel, databricks, docker, figma
  "hv[sbr]\\.|vc[piark]_[A-Za-z0-9]{20}|dapi[A-Fa-f0-9]{32}|dckr_pat_|figd_",
];

const sign = new RegExp(signs.join("|"));

/** Whether a text is worth the rules' time: false where none of them can find anything in it. In linear time. */
export function mayHoldSecret(text: string): boolean {
  return sign.test(text);
}
