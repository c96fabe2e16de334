// Gives the browser page the body class that VS Code gives a webview, and keeps it as the system changes.
// The values of the variables are in browserTheme.css, by the same media queries.

const classes = [
  "vscode-light",
  "vscode-dark",
  "vscode-high-contrast",
  "vscode-high-contrast-light",
  "vscode-reduce-motion",
];

export function watchBrowserTheme(): void {
  const isDark = matchMedia("(prefers-color-scheme: dark)");
  const isHighContrast = matchMedia("(prefers-contrast: more)");
  const isStill = matchMedia("(prefers-reduced-motion: reduce)");
  const apply = () => {
    const list = document.body.classList;
    list.remove(...classes);
    if (isHighContrast.matches) {
      list.add("vscode-high-contrast");
      if (!isDark.matches) list.add("vscode-high-contrast-light");
    } else list.add(isDark.matches ? "vscode-dark" : "vscode-light");
    if (isStill.matches) list.add("vscode-reduce-motion");
  };
  for (const query of [isDark, isHighContrast, isStill]) query.addEventListener("change", apply);
  apply();
}
