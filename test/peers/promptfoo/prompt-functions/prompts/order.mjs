export default function order({ vars }) {
  return { prompt: `Order: ${vars.item} (${vars.count})`, config: { temperature: 0.1 } };
}
