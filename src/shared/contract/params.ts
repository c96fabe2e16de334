// Narrows what comes over a wire to what a contract says, once, at its edge: decoders of plain values and objects, whose
// types the compiler holds against the contract's.

/** Names what is wrong and what was expected, for a person. */
export class WrongParamsError extends Error {}

/** `name`: what the value is called to whoever sent it. */
export type Decode<T> = (value: unknown, name: string) => T;

interface MayBeAbsent<T> {
  readonly ifPresent: Decode<T>;
}
/** One decoder for each property; `optional` for those that may be absent, and for no others. */
type Properties<T> = {
  readonly [Name in keyof T]-?: object extends Pick<T, Name>
    ? MayBeAbsent<Exclude<T[Name], undefined>>
    : Decode<T[Name]>;
};

/** An object with these properties; others are left out. */
export function properties<T extends object>(decoders: Properties<T>): Decode<T> {
  const known = Object.entries<Decode<unknown> | MayBeAbsent<unknown>>(decoders);
  return (value, name) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw wrong(name, "an object", value);
    }
    const result: Record<string, unknown> = {};
    for (const [key, decode] of known) {
      // Own ones only: "constructor" and the like are no parameters.
      const given: unknown = Object.hasOwn(value, key)
        ? value[key as keyof typeof value]
        : undefined;
      const inner = name === "" ? key : `${name}.${key}`;
      if (typeof decode === "function") result[key] = decode(given, inner);
      else if (given !== undefined && given !== null) result[key] = decode.ifPresent(given, inner);
    }
    return result as T; // each property of T was decoded, which `Properties` demands
  };
}

/** null counts as absent: JSON has no other word for it. */
export const optional = <T>(decode: Decode<T>): MayBeAbsent<T> => ({ ifPresent: decode });

/** For calls without parameters, which are sent as null or nothing. */
export const nothing: Decode<undefined> = () => undefined;

export const text =
  (maxLength: number): Decode<string> =>
  (value, name) => {
    if (typeof value !== "string") throw wrong(name, "a text", value);
    if (value.length > maxLength) {
      throw new WrongParamsError(
        `${name} has ${value.length} characters, and may have ${maxLength}.`,
      );
    }
    return value.toWellFormed(); // half a character is no JSON to the database
  };

export const flag: Decode<boolean> = (value, name) => {
  if (typeof value !== "boolean") throw wrong(name, "true or false", value);
  return value;
};

/** How many or how wide: whoever uses it brings it into its bounds. */
export const size: Decode<number> = (value, name) => {
  const isUsable = typeof value === "number" && Math.abs(value) <= Number.MAX_SAFE_INTEGER;
  if (!isUsable) throw wrong(name, "a number", value);
  return value;
};

/** An id or a place. */
export const whole: Decode<number> = (value, name) => {
  if (!Number.isSafeInteger(value)) throw wrong(name, "a whole number", value);
  return value as number; // by the check
};

export const oneOf =
  <const T extends string>(...known: readonly T[]): Decode<T> =>
  (value, name) => {
    const found = known.find((one) => one === value);
    if (found === undefined) throw wrong(name, `one of ${known.join(", ")}`, value);
    return found;
  };

export const list =
  <T>(item: Decode<T>, maxLength: number): Decode<readonly T[]> =>
  (value, name) => {
    if (!Array.isArray(value)) throw wrong(name, "a list", value);
    if (value.length > maxLength) {
      throw new WrongParamsError(`${name} has ${value.length} items, and may have ${maxLength}.`);
    }
    return value.map((one: unknown, at) => item(one, `${name}[${at}]`));
  };

/** Of a value that is shown in an error. */
const maxShown = 60;

function wrong(name: string, expected: string, value: unknown): WrongParamsError {
  const what = name === "" ? "The parameters have to be" : `${name} has to be`;
  return new WrongParamsError(`${what} ${expected}, not ${shown(value)}.`);
}

function shown(value: unknown): string {
  if (value === undefined) return "absent";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object" && value !== null) return "an object";
  const json = JSON.stringify(value);
  return json.length > maxShown ? `${json.slice(0, maxShown)}…` : json;
}
