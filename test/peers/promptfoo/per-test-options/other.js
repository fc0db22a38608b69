module.exports = class {
  constructor({ config }) {
    this.name = config?.name ?? "nobody";
  }
  id() {
    return "other";
  }
  async callApi(prompt) {
    return { output: `${this.name} says ${prompt}` };
  }
};
