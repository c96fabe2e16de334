// A spreadsheet takes a cell that begins with = + - @ for a formula, and logs hold what strangers wrote. An
// apostrophe before it makes it text; reading takes exactly that apostrophe away again.

const isRisky = (text: string) => /^(?:['\s]*[=+\-@\uff1d\uff0b\uff0d\uff20]|'*[\t\r])/.test(text);

export function harmlessCell(text: string): string {
  return isRisky(text) ? `'${text}` : text;
}

/** What `harmlessCell` was given. */
export function originalCell(text: string): string {
  return text.startsWith("'") && isRisky(text) ? text.slice(1) : text;
}
