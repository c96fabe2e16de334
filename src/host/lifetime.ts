// Who owns what: an object disposes what it made, last in first out. Free of vscode, so that it tests plainly.

export interface Disposes {
  dispose(): void;
}

export class Disposable implements Disposes {
  private readonly owned: Disposes[] = [];
  private hasEnded = false;

  protected get isDisposed(): boolean {
    return this.hasEnded;
  }

  protected register<T extends Disposes>(item: T): T {
    if (this.hasEnded) item.dispose();
    else this.owned.push(item);
    return item;
  }

  dispose(): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    for (const item of this.owned.splice(0).reverse()) item.dispose();
  }
}

export class Emitter<Value> implements Disposes {
  private readonly listeners = new Set<(value: Value) => void>();

  readonly event = (listener: (value: Value) => void): Disposes => {
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  };

  fire(value: Value): void {
    for (const listener of [...this.listeners]) listener(value);
  }

  dispose(): void {
    this.listeners.clear();
  }
}
