module.exports = (name, _prompt, vars) => ({
  output: `${name} for ${typeof vars.text === "string" ? "picnic" : "nobody"}`,
});
