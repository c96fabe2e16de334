// Whether the theme is one of high contrast: the editor's, or in the browser page what the system asks for.

import { useEffect, useState } from "preact/hooks";
import { onThemeChange } from "./themeChanges";

export const isHighContrast = () =>
  document.body.classList.contains("vscode-high-contrast") ||
  matchMedia("(prefers-contrast: more)").matches;

/** The same for a component, which is drawn anew with another theme. */
export function useHighContrast(): boolean {
  const [isHigh, setHigh] = useState(isHighContrast);
  useEffect(() => onThemeChange(() => setHigh(isHighContrast())), []);
  return isHigh;
}
