module.exports = class Parrot {
  constructor(options) {
    this.loud = options.config?.loud === true;
  }

  id() {
    return "parrot";
  }

  async callApi(prompt) {
    if (prompt === "fail") return { error: "the parrot sleeps" };
    return { output: this.loud ? `${prompt.toUpperCase()}! ${prompt}` : prompt };
  }
};
