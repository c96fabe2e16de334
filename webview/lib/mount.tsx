// How a panel is built. Each panel's folder has the same names:
//   main.tsx   the bundle's entry: `void mountPanel("logs", connection => …)`, nothing else
//   model.ts   decides: signals and what changes them; no DOM, tested without one
//   Panel.tsx  draws the model; a component with arithmetic in it has a model missing
//   panel.css  this panel's own rules; what panels share is in lib/*.css
// and components, one a file. dist/webview/<panel>.js and .css come from main.tsx by esbuild.

import "vscode-jsonrpc/browser"; // gives rpc.ts its runtime
import "@vscode/codicons/dist/codicon.css";
import "./theme.css";
import "./controls.css";
import "./list.css";
import "./menu.css";
import "./empty.css";
import { type ComponentChildren, render } from "preact";
import type { PanelKind } from "../../src/shared/contract/hostApi";
import { connect } from "./connect";
import type { Connection } from "./connection";
import { MenuHost } from "./menu";
import { showTooltips } from "./tooltip";

/** Connects and draws; `create` makes the model and returns what to draw. */
export function mountPanel(
  panel: PanelKind,
  create: (connection: Connection) => ComponentChildren,
): void {
  const root = document.getElementById("root");
  if (root === null) throw new Error("The page has no #root.");
  showTooltips();
  render(
    <>
      {create(connect(panel))}
      <MenuHost />
    </>,
    root,
  );
}
