// A snippet's lines as one text; each line stands alone in the table, so that its indentation can be seen.

export function lines(...all: readonly string[]): string {
  return `${all.join("\n")}\n`;
}
