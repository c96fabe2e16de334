// Fields of a client that knows what they mean (Sentry, Rollbar): its own go to their places by name, the app's
// keep their names as attributes, but an app's `name`, `time` or `level` must not become the record's.

import type { RoleKind, Roles } from "./roles";

/** Roles that a field of the app may have beside those of the envelope. */
const welcome: ReadonlySet<RoleKind> = new Set(["traceId", "spanId", "requestId", "service"]);

/** Collected for `FieldReader.read`: `fields` have roles, `asides` go to `around.attributes`. */
export class EnvelopeFields {
  // Without prototypes, so that a field of any name is a field.
  readonly fields = Object.create(null) as Record<string, unknown>;
  readonly asides = Object.create(null) as Record<string, unknown>;

  constructor(private readonly roles: Roles) {}

  /** A field of the envelope under its conventional name; what is empty is left out. */
  add(name: string, value: unknown): void {
    if (value === undefined || value === null || value === "") return;
    if (!(name in this.fields)) this.fields[name] = value;
  }

  /** The app's own fields, under their own names, or behind `prefix` where the name is given already. */
  addOwn(prefix: string, given: Readonly<Record<string, unknown>>): void {
    for (const key in given) {
      const isTaken = key in this.fields || key in this.asides;
      const name = isTaken ? `${prefix}.${key}` : key;
      const kind = this.roles.of(name)?.kind;
      const isPlain = kind === undefined || welcome.has(kind) || name.includes(".");
      (isPlain ? this.fields : this.asides)[name] = given[key];
    }
  }
}
