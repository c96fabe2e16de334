// Escape sequences of terminals (ECMA-48) in log text: taken out for search, kept for display.

/** CSI, OSC (with its text ended by BEL or ESC \), charset and single-character sequences. */
const sequences =
  /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[()#][0-9A-B]|[ -/]*[0-~])/g;

/** The same as other programs write the escape character: rsyslog "#033", `cat -v` "^[". */
const escapedSequences = /(?:#033|\^\[)\[[0-9;:]*[A-Za-z]/g;

export function hasAnsi(text: string): boolean {
  return text.includes("\x1b");
}

/**
 * The text without escape sequences. Of a line that was rewritten with a lone carriage return
 * (progress bars) what was last to be seen stays.
 */
export function stripAnsi(text: string): string {
  let plain = text.includes("\x1b") ? text.replace(sequences, "") : text;
  if (plain.includes("#033[") || plain.includes("^[[")) plain = plain.replace(escapedSequences, "");
  return plain.includes("\r") ? plain.split("\n").map(lastWritten).join("\n") : plain;
}

function lastWritten(line: string): string {
  // By hand: /\r+$/ looks at each of many carriage returns again from each of them.
  let end = line.length;
  while (line.charCodeAt(end - 1) === 13) end--;
  const text = line.slice(0, end);
  return text.slice(text.lastIndexOf("\r") + 1);
}
