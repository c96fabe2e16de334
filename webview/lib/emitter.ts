// The smallest event source: listeners in order of arrival, each removed by what `on` returns.

export class Emitter<T> {
  private readonly listeners = new Set<(value: T) => void>();

  /** Returns a function that stops listening. */
  on(listener: (value: T) => void): () => void {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  }

  fire(value: T): void {
    for (const listener of [...this.listeners]) listener(value);
  }
}
