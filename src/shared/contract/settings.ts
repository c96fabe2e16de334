// What can be set of a collector. The editor writes it to a JSON file (`--settings FILE`), flags override it.

export interface CollectorSettings {
  /** By listener name: 0 any free port, -1 off; a name that is absent takes its default. */
  readonly ports: Readonly<Record<string, number>>;
  readonly storage: { readonly maxSizeMiB: number; readonly maxAgeDays: number };
  /** Attribute names that carry the app's request id, before the usual ones. */
  readonly requestIdFields: readonly string[];
  /** Log files to follow. */
  readonly files: readonly string[];
  /** Options of single receivers, by receiver id. */
  readonly receivers: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export const defaultSettings: CollectorSettings = {
  ports: {},
  storage: { maxSizeMiB: 1024, maxAgeDays: 7 },
  requestIdFields: [],
  files: [],
  receivers: {},
};

/** Takes what is right and leaves the default for what is not: a typo must not keep a collector from starting. */
export function parseSettings(value: unknown): CollectorSettings {
  const given = asObject(value);
  const storage = asObject(given.storage);
  return {
    ports: Object.fromEntries(
      Object.entries(asObject(given.ports)).filter((entry): entry is [string, number] =>
        isPort(entry[1]),
      ),
    ),
    storage: {
      maxSizeMiB: positive(storage.maxSizeMiB) ?? defaultSettings.storage.maxSizeMiB,
      maxAgeDays: positive(storage.maxAgeDays) ?? defaultSettings.storage.maxAgeDays,
    },
    requestIdFields: strings(given.requestIdFields),
    files: strings(given.files),
    receivers: Object.fromEntries(
      Object.entries(asObject(given.receivers)).map(([id, options]) => [id, asObject(options)]),
    ),
  };
}

/** -1 (off), 0 (any) or a TCP/UDP port. */
function isPort(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= -1 && value <= 65535;
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function positive(value: unknown): number | undefined {
  return typeof value === "number" && value > 0 && Number.isFinite(value) ? value : undefined;
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}
