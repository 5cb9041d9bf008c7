// Light or dark: what the system prefers, until somebody chooses; the choice is kept in this browser.

import { h } from "./dom.js";

const KEY = "standoff.theme";
const prefersDark = matchMedia("(prefers-color-scheme: dark)");

/**
 * The look that is shown now.
 * @returns {"light" | "dark"}
 */
export function theme() {
  return document.documentElement.dataset.theme ?? (prefersDark.matches ? "dark" : "light");
}

/** Change the look and keep the choice. @param {"light" | "dark"} look */
export function setTheme(look) {
  document.documentElement.dataset.theme = look;
  localStorage.setItem(KEY, look);
}

/** A button that changes the look. */
export function themeButton() {
  const button = h("button", { type: "button", class: "quiet", id: "theme", on: { click: turn } });
  const show = () => {
    const dark = theme() === "dark";
    button.textContent = dark ? "☾" : "☀";
    button.ariaLabel = `Look: ${dark ? "dark" : "light"}; change`;
    button.title = dark ? "Change to the light look" : "Change to the dark look";
  };
  function turn() {
    setTheme(theme() === "dark" ? "light" : "dark");
    show();
  }
  prefersDark.addEventListener("change", show);
  show();
  return button;
}
