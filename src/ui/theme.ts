const styles = ["bold", "dim", "red", "green", "yellow", "blue", "cyan", "magenta"] as const;

type Style = (typeof styles)[number];

/** Styles a piece of text; returns it unchanged where colour is off. */
export type Theme = Readonly<Record<Style, (text: string) => string>>;

const plain = (text: string): string => text;

const plainTheme: Theme = {
  bold: plain,
  dim: plain,
  red: plain,
  green: plain,
  yellow: plain,
  blue: plain,
  cyan: plain,
  magenta: plain,
};

/** Loads chalk only where colour is on. */
export async function createTheme(color: boolean): Promise<Theme> {
  if (!color) return plainTheme;
  const { Chalk } = await import("chalk");
  const chalk = new Chalk({ level: 1 });
  // Chalk's own functions join all that they are given: in `lines.map(theme.red)` the index and the list, too.
  return {
    bold: (text) => chalk.bold(text),
    dim: (text) => chalk.dim(text),
    red: (text) => chalk.red(text),
    green: (text) => chalk.green(text),
    yellow: (text) => chalk.yellow(text),
    blue: (text) => chalk.blue(text),
    cyan: (text) => chalk.cyan(text),
    magenta: (text) => chalk.magenta(text),
  };
}
