// Options of this receiver: `sidelight.prometheus.*`.

export type Discovery = "off" | "launched" | "all";

export interface PrometheusSettings {
  /** Addresses to scrape, by the name of the service: "localhost:8000", "http://localhost:9464/metrics". */
  readonly targets: Readonly<Record<string, string>>;
  readonly scrapeIntervalMs: number;
  /** Whose loopback ports are asked for metrics: nobody's, those of apps we launched, or all of the user's. */
  readonly discover: Discovery;
}

/** More is a mistake: each is asked every few seconds. */
const maxTargets = 100;

export function readSettings(given: Readonly<Record<string, unknown>>): PrometheusSettings {
  const { targets, scrapeIntervalSeconds, discover } = given;
  const named = typeof targets === "object" && targets !== null ? Object.entries(targets) : [];
  return {
    targets: Object.fromEntries(
      named
        .filter((entry): entry is [string, string] => typeof entry[1] === "string")
        .slice(0, maxTargets),
    ),
    scrapeIntervalMs:
      typeof scrapeIntervalSeconds === "number" &&
      scrapeIntervalSeconds >= 1 &&
      scrapeIntervalSeconds <= 3600
        ? Math.round(scrapeIntervalSeconds * 1000)
        : 5000,
    discover: discover === "launched" || discover === "all" ? discover : "off",
  };
}

/** "8000", "localhost:8000" or a URL, whose path is `/metrics` if it has none; undefined for what is none. */
export function targetUrl(address: string): URL | undefined {
  const text = address.trim();
  const whole = /^:?\d+$/.test(text) ? `localhost:${text.replace(":", "")}` : text;
  try {
    const url = new URL(/^https?:\/\//i.test(whole) ? whole : `http://${whole}`);
    if (url.pathname === "/") url.pathname = "/metrics";
    return url;
  } catch {
    return undefined; // said where the target is listed
  }
}
