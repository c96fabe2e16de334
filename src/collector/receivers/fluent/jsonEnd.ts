// Where a JSON array or object ends in a stream of bytes; goes on where it stopped. For peers that speak the
// forward protocol in JSON.

export class JsonEnd {
  private walked = 0;
  private depth = 0;
  private isInString = false;
  private isEscaped = false;

  /** Offset behind the value that starts at `start` with a bracket; undefined until it is there. */
  find(bytes: Uint8Array, start: number): number | undefined {
    for (let at = start + this.walked; at < bytes.length; at++) {
      const byte = bytes[at];
      if (this.isEscaped) this.isEscaped = false;
      else if (this.isInString) {
        if (byte === 0x5c) this.isEscaped = true;
        else if (byte === 0x22) this.isInString = false;
      } else if (byte === 0x22) this.isInString = true;
      else if (byte === 0x5b || byte === 0x7b) this.depth++;
      else if ((byte === 0x5d || byte === 0x7d) && --this.depth <= 0) {
        this.walked = 0;
        this.depth = 0;
        return at + 1;
      }
    }
    this.walked = bytes.length - start;
    return undefined;
  }
}
