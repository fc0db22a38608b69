// Stands for a model, so that the project needs no key: it looks the question up in what it was told.
const answers = [
  [/renew/i, "You may renew a loan twice, each time for 21 days."],
  [/lost|card/i, "A lost card costs 2 euros; please come by."],
  [/how many|borrow/i, "You may borrow up to 20 books, and children up to 10."],
  [/open|hours|sunday/i, "We are open Tuesday to Saturday, 10:00 to 18:00, and closed on Sunday."],
];

export default class HelpDesk {
  constructor({ config = {} }) {
    this.library = config.library;
    this.brief = config.brief === true;
  }

  id() {
    return "help-desk";
  }

  async callApi(prompt) {
    const question = /Question: ([^"\n]*)/.exec(prompt)?.[1] ?? "";
    const found = answers.filter(([topic]) => topic.test(question)).map(([, answer]) => answer);
    const text = found.length > 0 ? found.join(" ") : "I am sorry, I do not know. Please ask at the desk.";
    const output = this.brief ? `  ${text}  ` : `Thank you for asking the ${this.library} library.\n${text}`;
    return {
      output,
      tokenUsage: { prompt: prompt.length, completion: output.length, total: prompt.length + output.length },
    };
  }
}
