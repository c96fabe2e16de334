// Draws the histogram's bars on a canvas, sharp at any pixel ratio, in the theme's colours of the moment.

import type { Bar, HistogramLayout } from "./histogramLayout";

export function drawHistogram(
  canvas: HTMLCanvasElement,
  layout: HistogramLayout | undefined,
  size: { readonly widthPx: number; readonly heightPx: number },
  hovered: Bar | undefined,
  brush: { readonly fromPx: number; readonly toPx: number } | undefined,
): void {
  const ratio = devicePixelRatio;
  canvas.width = Math.round(size.widthPx * ratio);
  canvas.height = Math.round(size.heightPx * ratio);
  const context = canvas.getContext("2d");
  if (context === null) return;
  context.scale(ratio, ratio);
  const style = getComputedStyle(canvas);
  const color = (name: string) => style.getPropertyValue(name).trim();
  const roomPx = size.heightPx - 6;
  for (const bar of layout?.bars ?? []) {
    let footPx = size.heightPx;
    for (const part of bar.parts) {
      const partPx = Math.max(1, (part.count / (layout?.highest ?? 1)) * roomPx);
      context.fillStyle = color(`--bar-${part.color}`);
      context.globalAlpha = hovered === undefined || hovered === bar ? 1 : 0.6;
      context.fillRect(bar.leftPx, footPx - partPx, bar.widthPx, partPx);
      footPx -= partPx;
    }
  }
  context.globalAlpha = 1;
  if (brush === undefined) return;
  const leftPx = Math.min(brush.fromPx, brush.toPx);
  const widthPx = Math.abs(brush.toPx - brush.fromPx);
  context.fillStyle = color("--bar-brush");
  context.globalAlpha = 0.3;
  context.fillRect(leftPx, 0, widthPx, size.heightPx);
  context.globalAlpha = 1;
  context.strokeStyle = color("--bar-brush");
  context.strokeRect(leftPx + 0.5, 0.5, widthPx, size.heightPx - 1);
}
