// A text of its own for what is kept: V8 makes a slice by pointing into the text it is taken from, and so a name
// of twenty characters would keep the quarter of a megabyte that came with it. So does one that is put together of slices.

/** The same text, which holds no other in memory. To be called once for what is remembered, not for each record. */
export function ownText(text: string): string {
  return text.length < shortest ? text : String(JSON.parse(JSON.stringify(text)));
}

/** Shorter slices are copies. */
const shortest = 13;
