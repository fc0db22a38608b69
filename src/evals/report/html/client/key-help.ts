import { element } from "./elements.js";

const keys: readonly (readonly [keys: readonly string[], what: string])[] = [
  [["/"], "search"],
  [["j", "k"], "next and previous case, also while one is open"],
  [["↓", "↑"], "the same within the list"],
  [["Enter"], "open the case"],
  [["s"], "side by side, in an open case"],
  [["n", "p"], "next and previous page of the list"],
  [["t"], "light or dark"],
  [["Esc"], "close, or leave the search"],
  [["?"], "these keys"],
];

/** What each key does. */
export function keyHelp(): HTMLDialogElement {
  const rows = keys.map(([names, what]) =>
    element(
      "tr",
      {},
      element("td", {}, ...names.flatMap((name) => [element("kbd", {}, name), " "])),
      element("td", {}, what),
    ),
  );
  const close = element("button", { type: "button" }, "Close");
  const dialog = element(
    "dialog",
    { class: "keys", "aria-labelledby": "keys-title" },
    element("h2", { id: "keys-title" }, "Keys"),
    element("table", {}, element("tbody", {}, ...rows)),
    close,
  );
  close.addEventListener("click", () => dialog.close());
  return dialog;
}
