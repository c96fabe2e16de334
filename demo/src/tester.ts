// Tests the fetched pages; a page that is not sold any more is left out, which is no failure.

import type { Page } from "./fetcher";
import { listen } from "./service";
import { inSpan, log, statsd } from "./telemetry";

listen("tester", ({ pages }: { pages: Page[] }) =>
  inSpan("test results", { pages: pages.length }, async () => {
    const passed = pages.filter(({ status }) => status === 200);
    const missing = pages.length - passed.length;
    if (missing > 0) log.warn({ missing }, "pages are gone");
    statsd.increment("test.pages", passed.length, { result: "passed" });
    log.info({ ok: true, passed: passed.length }, "results checked");
    return Promise.resolve({ passed });
  }),
);
