// The page of a panel, in a VS Code webview and in the browser alike: no inline script or style, so that
// the policy needs no nonce. All data comes later, over the contract.

import { type PanelKind, panelKinds } from "./contract/hostApi";

export interface PanelPage {
  readonly panel: PanelKind;
  /** `<panel>.js` */
  readonly scriptUri: string;
  /** `<panel>.css`; the browser page has `browserTheme.css` before it. */
  readonly styleUris: readonly string[];
  /** Where script, style and font come from: `webview.cspSource`, or "'self'" in the browser. */
  readonly cspSource: string;
  /** Where the browser page may connect and post exports to ("'self'"); a webview talks by messages and leaves it out. */
  readonly connectSource?: string;
}

export const panelTitles: Readonly<Record<PanelKind, string>> = {
  logs: "Logs",
  timeline: "Timeline",
  metrics: "Metrics",
  compare: "Why Do These Fail?",
};

function panelCsp(source: string, connectSource?: string): string {
  const ways =
    connectSource === undefined
      ? "form-action 'none'"
      : `form-action ${connectSource}; connect-src ${connectSource}`;
  return (
    `default-src 'none'; script-src ${source}; style-src ${source}; font-src ${source}; ` +
    `img-src ${source} data:; base-uri 'none'; ${ways}`
  );
}

export function panelHtml(page: PanelPage): string {
  const styles = page.styleUris
    .map((uri) => `    <link rel="stylesheet" href="${escapeHtml(uri)}">`)
    .join("\n");
  return `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="${escapeHtml(panelCsp(page.cspSource, page.connectSource))}">
    <link rel="icon" href="data:,">
    <title>${panelTitles[page.panel]} · Sidelight</title>
${styles}
  </head>
  <body>
    <div id="root"></div>
    <script src="${escapeHtml(page.scriptUri)}"></script>
  </body>
</html>
`;
}

/** The browser page, `/ui/?panel=logs`; the logs for a panel that there is not. */
export function browserPage(asked: string | null): string {
  const panel = panelKinds.find((kind) => kind === asked) ?? "logs";
  return panelHtml({
    panel,
    scriptUri: `/ui/${panel}.js`,
    styleUris: ["/ui/browserTheme.css", `/ui/${panel}.css`],
    cspSource: "'self'",
    connectSource: "'self'",
  });
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};
const escapeHtml = (text: string) => text.replace(/[&<>"]/g, (char) => entities[char] ?? char);
