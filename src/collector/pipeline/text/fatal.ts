// What a program says when it dies of itself.

/** Go's and Rust's panics: what they say, as an exception. */
export function readFatal(message: string): Record<string, string> | undefined {
  const go = /^(?:panic|fatal error): ([^\n]{0,2000})/.exec(message);
  if (go?.[1] !== undefined) return { "exception.type": "panic", "exception.message": go[1] };
  const rust =
    /^(?:\n)?thread '[^'\n]{0,200}'(?: \(\d+\))? panicked at (?:'([^\n]{0,2000})', \S{1,500}|\S{1,500}:\n([^\n]{0,2000}))/.exec(
      message,
    );
  if (rust === null) return undefined;
  return { "exception.type": "panic", "exception.message": rust[1] ?? rust[2] ?? "" };
}
