module.exports = class {
  id() {
    return "agent";
  }
  async callApi(prompt) {
    const names = prompt.split(",").filter((name) => name !== "");
    const skillCalls = names.map((name) => ({
      name: name.replace("!", ""),
      source: "local",
      ...(name.startsWith("!") && { is_error: true }),
    }));
    return { output: `used ${names.length}`, metadata: { skillCalls } };
  }
};
