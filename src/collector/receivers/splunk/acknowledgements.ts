// Indexer acknowledgement: a request with a channel gets a number, and the sender asks later whether it is
// stored. Here a number is given when its records are stored: what was given out is done.

/** Clients make one channel each; past it the channel that was quiet longest is forgotten. */
const maxChannels = 1000;

export class Acknowledgements {
  /** The next number by channel; the last used stands last. */
  private readonly nextByChannel = new Map<string, number>();

  /** The number of a request whose records are stored; each channel counts from 0. */
  next(channel: string): number {
    const number = this.nextByChannel.get(channel) ?? 0;
    this.nextByChannel.delete(channel);
    this.nextByChannel.set(channel, number + 1);
    if (this.nextByChannel.size > maxChannels) {
      const [oldest] = this.nextByChannel.keys();
      if (oldest !== undefined) this.nextByChannel.delete(oldest);
    }
    return number;
  }

  isStored(channel: string, number: number): boolean {
    return number >= 0 && number < (this.nextByChannel.get(channel) ?? 0);
  }
}
