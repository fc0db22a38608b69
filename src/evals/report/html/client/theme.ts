import { element } from "./elements.js";

const root = document.documentElement;
const stored = "mlx-report-theme";

function isDark(): boolean {
  const { theme } = root.dataset;
  return theme === undefined ? matchMedia("(prefers-color-scheme: dark)").matches : theme === "dark";
}

/** Light and dark: the reader's system decides until the button is pressed. */
export class ThemeButton {
  readonly root = element("button", { type: "button", class: "theme", "aria-keyshortcuts": "t" });

  constructor() {
    const kept = keptTheme();
    if (kept === "dark" || kept === "light") root.dataset["theme"] = kept;
    this.root.addEventListener("click", () => this.toggle());
    this.#tell();
  }

  toggle(): void {
    const theme = isDark() ? "light" : "dark";
    root.dataset["theme"] = theme;
    try {
      localStorage.setItem(stored, theme);
    } catch {
      // A browser may keep nothing for files; then the choice holds until the page is left.
    }
    this.#tell();
  }

  #tell(): void {
    this.root.textContent = isDark() ? "☀ Light" : "☾ Dark";
  }
}

function keptTheme(): string | null {
  try {
    return localStorage.getItem(stored);
  } catch {
    return null;
  }
}
