// Colours of charts from the theme in use: a canvas cannot read CSS variables, so they are read for it,
// and again whenever the theme changes.

import { signal } from "@preact/signals";
import type { DrawnLine } from "./lines";

export interface ChartTheme {
  readonly palette: readonly string[];
  readonly p50: string;
  readonly p95: string;
  readonly p99: string;
  readonly text: string;
  readonly grid: string;
  readonly tipText: string;
  readonly tipBackground: string;
  readonly tipBorder: string;
  readonly font: string;
  readonly isHighContrast: boolean;
}

/** The same eight colours, in the same order, as services have in all panels (lib/theme.css). */
const paletteNames = [
  "charts-blue",
  "charts-purple",
  "charts-green",
  "charts-yellow",
  "charts-orange",
  "terminal-ansiCyan",
  "terminal-ansiMagenta",
  "terminal-ansiGreen",
];

export const chartTheme = signal<ChartTheme | undefined>(undefined);

/** Call once. */
export function watchChartTheme(): void {
  const read = () => (chartTheme.value = readTheme());
  const observer = new MutationObserver(read);
  observer.observe(document.body, { attributes: true, attributeFilter: ["class", "style"] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["style"] });
  // The browser page follows the system: its values change without any attribute.
  for (const query of ["(prefers-color-scheme: dark)", "(prefers-contrast: more)"]) {
    matchMedia(query).addEventListener("change", () => requestAnimationFrame(read));
  }
  read();
}

function readTheme(): ChartTheme {
  const style = getComputedStyle(document.body);
  const value = (name: string, fallback: string) =>
    style.getPropertyValue(`--vscode-${name}`).trim() || fallback;
  const text = value("descriptionForeground", style.color);
  return {
    palette: paletteNames.map((name) => value(name, style.color)),
    p50: value("charts-green", style.color),
    p95: value("charts-yellow", style.color),
    p99: value("charts-red", style.color),
    text,
    grid: value("editorIndentGuide-background1", value("panel-border", text)),
    tipText: value("editorHoverWidget-foreground", style.color),
    tipBackground: value("editorHoverWidget-background", style.backgroundColor),
    tipBorder: value("editorHoverWidget-border", text),
    font: style.fontFamily,
    isHighContrast: document.body.classList.contains("vscode-high-contrast"),
  };
}

export function colorOf({ color }: DrawnLine, theme: ChartTheme): string {
  if (typeof color === "string") return theme[color];
  return theme.palette[color % theme.palette.length] ?? theme.text;
}
