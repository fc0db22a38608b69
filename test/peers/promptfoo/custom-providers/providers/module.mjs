export default class Reverser {
  id() {
    return "reverser";
  }

  async callApi(prompt, context) {
    return {
      output: `${[...prompt].reverse().join("")} ${context.vars.text}`,
      tokenUsage: { total: 3, prompt: 1, completion: 2 },
    };
  }
}
