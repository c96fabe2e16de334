// Files are followed for whoever names them: several windows share a collector, and one that takes its file back
// ends it only for itself.

/** What reads the files. */
export interface Follower {
  follow(file: { readonly path: string; readonly service?: string }): Promise<void>;
  unfollow(path: string): Promise<void>;
}

export class NamedFiles<Client> {
  private readonly clientsOf = new Map<string, Set<Client>>();

  constructor(private readonly follower: Follower) {}

  follow(
    client: Client,
    file: { readonly path: string; readonly service?: string },
  ): Promise<void> {
    const clients = this.clientsOf.get(file.path) ?? new Set();
    this.clientsOf.set(file.path, clients.add(client));
    return this.follower.follow(file);
  }

  async unfollow(client: Client, path: string): Promise<void> {
    if (this.take(client, path)) await this.follower.unfollow(path);
  }

  /** One that is gone no longer holds its files; they are still read, as it may be a window that reloads. */
  forget(client: Client): void {
    for (const path of this.clientsOf.keys()) this.take(client, path);
  }

  /** True when nobody is left who has named it. */
  private take(client: Client, path: string): boolean {
    const clients = this.clientsOf.get(path);
    clients?.delete(client);
    if (clients !== undefined && clients.size > 0) return false;
    this.clientsOf.delete(path);
    return true;
  }
}
