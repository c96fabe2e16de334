// Message templates (messagetemplates.org; Serilog's compact format, .NET's {OriginalFormat}) filled in.

import { isPlainObject } from "./parseJson";

/**
 * `Hello {User,10:fmt}` → `Hello Ann`. `rendered` holds what the app has formatted itself, in order, for
 * the holes that have a format (`@r`). A hole without a property stays as it is; `{{` is a brace.
 */
export function fillTemplate(
  template: string,
  properties: Readonly<Record<string, unknown>>,
  rendered: readonly unknown[] = [],
): string {
  let formatted = 0;
  return template.replace(
    /\{\{|\}\}|\{([@$]?)([\w.]{1,100})(?:,(-?\d{1,4}))?(:[^{}]{0,100})?\}/g,
    (hole, _operator, name: string | undefined, width: string | undefined, format?: string) => {
      if (name === undefined) return hole.charAt(0);
      const own = format === undefined ? undefined : rendered[formatted++];
      const value = own ?? (Object.hasOwn(properties, name) ? properties[name] : undefined);
      if (value === undefined) return hole;
      const text = textOf(value);
      const pad = Math.min(Math.abs(Number(width ?? 0)), 200);
      return Number(width ?? 0) < 0 ? text.padEnd(pad) : text.padStart(pad);
    },
  );
}

function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (isPlainObject(value) || Array.isArray(value)) return JSON.stringify(value);
  return String(value);
}
