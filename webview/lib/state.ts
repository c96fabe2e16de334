// Where the user is and how they arranged it, kept over reloads: VS Code's webview state, or the browser's
// localStorage. Never data. A state of another version, or a broken one, is ignored.

import { effect, type Signal } from "@preact/signals";
import { vscodeApi } from "./vscodeApi";

export interface Storage {
  read(): unknown;
  write(state: unknown): void;
}

/** The panel's own place to keep state. */
export function panelStorage(panel: string): Storage {
  const api = vscodeApi();
  if (api !== undefined) {
    return { read: () => api.getState(), write: (state) => void api.setState(state) };
  }
  const key = `sidelight.${panel}`;
  return {
    read: () => parse(localStorage.getItem(key) ?? ""),
    write: (state) => localStorage.setItem(key, JSON.stringify(state)),
  };
}

type Signals = Readonly<Record<string, Signal>>;

/**
 * Restores each signal's value where the stored one has the same type, then stores them whenever one
 * changes. Raise `version` when a field changes its meaning. Returns a function that stops storing.
 */
export function persist(storage: Storage, version: number, signals: Signals): () => void {
  const stored = storage.read();
  if (isRecord(stored) && stored["version"] === version) {
    for (const [name, signal] of Object.entries(signals)) {
      const value = stored[name];
      if (value !== undefined && isAlike(value, signal.peek() as unknown)) signal.value = value;
    }
  }
  return effect(() => {
    const state: Record<string, unknown> = { version };
    for (const [name, signal] of Object.entries(signals)) state[name] = signal.value;
    storage.write(state);
  });
}

const isAlike = (value: unknown, like: unknown) =>
  typeof value === typeof like &&
  Array.isArray(value) === Array.isArray(like) &&
  (value === null) === (like === null);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // nothing stored yet, or by an unknown version
  }
}
