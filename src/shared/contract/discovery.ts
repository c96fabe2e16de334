// How clients find the collector: a file that only its user can read, in the data folder.

import type { Endpoints } from "./collectorApi";

/** Content of `<data folder>/collector.json` (mode 0600); removed when the collector ends. */
export interface Discovery {
  readonly pid: number;
  readonly version: string;
  /** `controlProtocol` of the running collector. */
  readonly protocol: number;
  readonly endpoints: Endpoints;
  /** Needed on the control socket: `ws://…/control?token=…`. */
  readonly token: string;
  readonly ui: string;
}

export const discoveryFileName = "collector.json";

/** What decides where data lies; `env` is the process environment. */
export interface DataPathInput {
  readonly platform: string;
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** `SIDELIGHT_DATA`, else the platform's folder for application data. */
export function defaultDataPath({ platform, home, env }: DataPathInput): string {
  const chosen = env.SIDELIGHT_DATA;
  if (chosen !== undefined && chosen !== "") return chosen;
  if (platform === "win32") return `${env.LOCALAPPDATA || `${home}\\AppData\\Local`}\\Sidelight`;
  if (platform === "darwin") return `${home}/Library/Application Support/Sidelight`;
  const { XDG_DATA_HOME: shared = "" } = env;
  // The XDG specification: empty is as good as unset, and a relative path is to be ignored.
  return `${shared.startsWith("/") ? shared : `${home}/.local/share`}/sidelight`;
}

/**
 * Is it ours to believe? `uid` is who made the file, `userId` who asks (none on Windows). Another user's file would have
 * our apps' telemetry sent to that user. Who is root asks for whomever it wants.
 */
export function isOwnFile({ uid }: { readonly uid: number }, userId: number | undefined): boolean {
  return userId === undefined || userId === 0 || uid === userId;
}

/** `undefined` for anything that is not a discovery file's content. */
export function parseDiscovery(text: string): Discovery | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined; // half written or foreign: as good as absent
  }
  return isDiscovery(value) ? value : undefined;
}

function isDiscovery(value: unknown): value is Discovery {
  if (typeof value !== "object" || value === null) return false;
  const { pid, version, protocol, endpoints, token, ui } = value as Partial<
    Record<keyof Discovery, unknown>
  >;
  return (
    typeof pid === "number" &&
    typeof version === "string" &&
    typeof protocol === "number" &&
    typeof endpoints === "object" &&
    endpoints !== null &&
    Object.values(endpoints).every((address) => typeof address === "string" && isHere(address)) &&
    typeof token === "string" &&
    typeof ui === "string" &&
    isHere(ui)
  );
}

/** A collector listens here and nowhere else: what names another place was not written by one. */
function isHere(address: string): boolean {
  return /^(?:http:\/\/)?127\.0\.0\.1:\d{1,5}(?:\/ui\/.*)?$/.test(address);
}

/** `ws://127.0.0.1:4318/control?token=…`; undefined when the collector has no HTTP listener. */
export function controlUrl(discovery: Discovery): string | undefined {
  const { http } = discovery.endpoints;
  if (http === undefined) return undefined;
  return `${http.replace(/^http/, "ws")}/control?token=${encodeURIComponent(discovery.token)}`;
}
