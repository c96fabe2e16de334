// Which line of ours is logging: the first frame outside this file and the libraries.

/** OpenTelemetry's names of a code location, for logs and spans alike. */
export function callSite(): Record<string, string | number> {
  const lines = (new Error().stack ?? "").split("\n").slice(2);
  for (const line of lines) {
    const match = /\(?([^()\s]+):(\d+):\d+\)?$/.exec(line);
    if (!match?.[1] || /node_modules|node:|callSite\.ts|telemetry\.ts/.test(line)) continue;
    const name = /at (?:async )?([\w.<>]+) \(/.exec(line)?.[1];
    return {
      "code.file.path": match[1],
      "code.line.number": Number(match[2]),
      ...(name && !name.includes("<") && { "code.function.name": name }),
    };
  }
  return {};
}
