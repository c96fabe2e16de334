// One line on a terminal that says how far long work is; nothing where nobody looks.

export class Progress {
  private isShown = false;

  show(text: string): void {
    if (!process.stderr.isTTY) return;
    this.isShown = true;
    process.stderr.write(`\r\x1b[K${text}`);
  }

  end(): void {
    if (this.isShown) process.stderr.write("\r\x1b[K");
    this.isShown = false;
  }
}
