export default function make(config) {
  return Array.from({ length: config.upTo }, (_, n) => ({
    vars: { a: n, b: n, sum: 2 * n },
    assert: [{ type: "contains", value: `is ${2 * n}` }],
  }));
}
