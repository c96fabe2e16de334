import { expect, test } from "vitest";
import { browserPage, panelHtml } from "../../src/shared/panelHtml";

const page = {
  panel: "logs",
  scriptUri: 'https://x/logs.js?a=1&b="2"',
  styleUris: ["https://x/logs.css"],
  cspSource: "https://x",
} as const;

test("a panel's page has no inline script or style and loads from one source only", () => {
  const html = panelHtml(page);

  expect(html).not.toMatch(/<style|style=|<script>|onload=/);
  expect(html).toContain(
    "default-src 'none'; script-src https://x; style-src https://x; font-src https://x",
  );
  expect(html).not.toContain("connect-src");
  expect(html).toContain("form-action 'none'");
});

test("addresses are escaped", () => {
  expect(panelHtml(page)).toContain('src="https://x/logs.js?a=1&amp;b=&quot;2&quot;"');
});

test("the browser page may connect and post to its own collector", () => {
  expect(panelHtml({ ...page, cspSource: "'self'", connectSource: "'self'" })).toContain(
    "form-action 'self'; connect-src 'self'",
  );
});

test("the browser has a page for each panel, the logs for any other", () => {
  expect(browserPage("timeline")).toContain('src="/ui/timeline.js"');
  expect(browserPage(null)).toContain('src="/ui/logs.js"');
  expect(browserPage('"><script>')).toContain('href="/ui/browserTheme.css"');
});
