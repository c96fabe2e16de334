// Texts for the editor's messages, which turn "[words](command:…)" into a link that runs the command. What apps
// and files say is put into messages in many places: it is text there, and nothing else.

/** The same text without links, and without characters that reorder or hide it. */
export function plainMessage(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, "\ufffd")
    .replaceAll("](", "] (");
}
