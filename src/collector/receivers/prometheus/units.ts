// Units as the store has them (UCUM): Prometheus spells base units out, in `# UNIT` or at the end of a name.

const ucum: Readonly<Record<string, string>> = {
  seconds: "s",
  milliseconds: "ms",
  microseconds: "us",
  nanoseconds: "ns",
  minutes: "min",
  hours: "h",
  days: "d",
  bytes: "By",
  kilobytes: "kBy",
  megabytes: "MBy",
  kibibytes: "KiBy",
  mebibytes: "MiBy",
  ratio: "1",
  percent: "%",
  celsius: "Cel",
  meters: "m",
  metres: "m",
  volts: "V",
  amperes: "A",
  joules: "J",
  watts: "W",
  grams: "g",
  hertz: "Hz",
};

/** The unit that is given, else the one the name ends in: "http_request_seconds_total" → "s". */
export function unitOf(name: string, given: string): string {
  if (given !== "") return Object.hasOwn(ucum, given) ? (ucum[given] ?? given) : given;
  const bare = name.replace(/[._](?:total|max|min|avg)$/, "");
  const word = /[a-z]+$/.exec(bare)?.[0] ?? "";
  return Object.hasOwn(ucum, word) ? (ucum[word] ?? "") : "";
}
