/**
 * The first `model.yaml` of a model: no gates, and each kind of gate as a comment, to be taken in one by one.
 * @param owner an e-mail address.
 */
export function modelTemplate(name: string, owner: string): string {
  return `# What people say about the model ${name}, and what each of its aliases demands of a version.
# Edit it; the folders beside it are written by mlx alone.

owners: [${JSON.stringify(owner)}]
# description: What it is for, in a sentence.
# intendedUse: By whom and on what it may be used, and on what not.

# Whose approval counts; without it anyone's but that of the version's own author.
# approvers: [${JSON.stringify(owner)}]

# An alias is a name that callers use: ${name}@production. Any name works; these four are common:
#   champion: the best one so far · challenger: a candidate to take its place
#   staging: on trial · production: serves
# An alias without gates can be moved by anyone. Take in what you need:
# gates:
#   challenger:
#     - scan: ok                       # mlx model scan finds nothing
#     - {metric: accuracy, min: 0.9}   # a figure of the version, at least; max: at most
#   champion:
#     - {nonInferior: accuracy, margin: 0.01}  # not worse than the present champion by more than that
#   staging:
#     - {evaluation: SUITE, maxAge: 30d}       # a suite that passed for exactly these files
#     - {reproducibility: within_tolerance}    # mlx runs reproduce came to the same
#   production:
#     - {drift: MONITOR, maxAge: 7d}   # the data has not drifted
#     - {approvals: 1}                 # of somebody other than the author; from: [e-mail], signed: true
#     - signed: true                   # the commit that registered it is signed
#     - maxAge: 30d                    # no evidence that the other gates went by is older
`;
}
