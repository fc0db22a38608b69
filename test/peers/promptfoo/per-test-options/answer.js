module.exports = class {
  constructor({ config }) {
    this.tone = config.tone;
  }
  id() {
    return "answer";
  }
  async callApi(prompt, { prompt: { config = {} }, repeatIndex }) {
    const { tone, length } = config;
    return { output: `${prompt}: ${this.tone}, ${tone ?? "-"}, ${length ?? "-"}, ${repeatIndex}` };
  }
};
