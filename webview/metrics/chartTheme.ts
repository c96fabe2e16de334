// Colours of charts from the theme in use: a canvas cannot read CSS variables, so they are read for it,
// and again whenever the theme changes.

import { signal } from "@preact/signals";
import { isHighContrast } from "../lib/highContrast";
import { onThemeChange } from "../lib/themeChanges";
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
const palette = [
  "--vscode-charts-blue",
  "--vscode-charts-purple",
  "--vscode-charts-green",
  "--vscode-charts-yellow",
  "--orange",
  "--vscode-terminal-ansiCyan",
  "--vscode-terminal-ansiMagenta",
  "--vscode-terminal-ansiGreen",
];

export const chartTheme = signal<ChartTheme | undefined>(undefined);

/** Call once. */
export function watchChartTheme(): void {
  const read = () => (chartTheme.value = readTheme());
  onThemeChange(read);
  read();
}

function readTheme(): ChartTheme {
  // A variable may be a mix of others: the colour of an element is what comes of it.
  const probe = document.body.appendChild(document.createElement("i"));
  const color = (name: string, fallback = "inherit") => {
    probe.style.color = `var(${name}, ${fallback})`;
    return getComputedStyle(probe).color;
  };
  const style = getComputedStyle(document.body);
  const text = color("--dim");
  const theme = {
    palette: palette.map((name) => color(name)),
    p50: color("--vscode-charts-green"),
    p95: color("--vscode-charts-yellow"),
    p99: color("--vscode-charts-red"),
    text,
    grid: color("--grid"),
    tipText: color("--vscode-editorHoverWidget-foreground"),
    tipBackground: color("--vscode-editorHoverWidget-background", style.backgroundColor),
    tipBorder: color("--vscode-editorHoverWidget-border", text),
    font: style.fontFamily,
    isHighContrast: isHighContrast(),
  };
  probe.remove();
  return theme;
}

export function colorOf({ color }: DrawnLine, theme: ChartTheme): string {
  if (typeof color === "string") return theme[color];
  return theme.palette[color % theme.palette.length] ?? theme.text;
}
