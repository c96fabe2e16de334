// When the theme changes. Styles follow by themselves; what is drawn on a canvas has to be drawn anew.

/** Calls back after each change, until the returned function is called. */
export function onThemeChange(changed: () => void): () => void {
  // VS Code changes the body's class and the root's style; the browser page follows the system, where no
  // attribute changes and the values do only with the next frame.
  const observer = new MutationObserver(changed);
  observer.observe(document.body, { attributes: true, attributeFilter: ["class", "style"] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["style"] });
  const queries = ["(prefers-color-scheme: dark)", "(prefers-contrast: more)"].map((query) =>
    matchMedia(query),
  );
  const changedBySystem = () => requestAnimationFrame(changed);
  for (const query of queries) query.addEventListener("change", changedBySystem);
  return () => {
    observer.disconnect();
    for (const query of queries) query.removeEventListener("change", changedBySystem);
  };
}
