module.exports = class {
  id() {
    return "judge";
  }
  async callApi() {
    return { output: "1" };
  }
};
