module.exports = (output) => ({ pass: output === "file", score: 0.75, reason: "it is the file" });
