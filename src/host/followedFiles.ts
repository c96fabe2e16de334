// The files that `sidelight.files.follow` names. Windows share a collector, and each may name its own: so
// every window tells the collector about its files whenever it connects. Naming one again changes nothing.

import type { CollectorApi } from "../shared/contract/collectorApi";
import type { ConnectionState } from "../shared/contract/hostApi";
import type { Client } from "../shared/contract/rpc";
import { Disposable, type Disposes } from "./lifetime";

export interface FollowingConnection {
  readonly state: ConnectionState;
  readonly client: Pick<Client<CollectorApi>, "followFile"> | undefined;
  onDidChangeState(listener: (state: ConnectionState) => void): Disposes;
}

export interface FollowPlaces {
  /** Absolute; none in a workspace that is not trusted. */
  paths(): readonly string[];
  log(message: string): void;
}

export class FollowedFiles extends Disposable {
  constructor(
    private readonly connection: FollowingConnection,
    private readonly places: FollowPlaces,
  ) {
    super();
    this.register(
      connection.onDidChangeState(({ kind }) => {
        if (kind === "connected") this.follow();
      }),
    );
  }

  /** Names the files to the collector, if there is one. */
  follow(): void {
    const { client } = this.connection;
    if (client === undefined) return;
    for (const path of this.places.paths()) {
      client.followFile({ path }).catch((error: unknown) => {
        this.places.log(`${path} is not followed: ${String(error)}`);
      });
    }
  }
}

/** Paths as settings spell them: "~" is the home folder, anything relative lies in each workspace folder. */
export function followedPaths(
  configured: unknown,
  { folders, home }: { readonly folders: readonly string[]; readonly home: string },
): readonly string[] {
  if (!Array.isArray(configured)) return [];
  const paths = configured.filter((path): path is string => typeof path === "string");
  return paths.flatMap((path) => {
    const local = path.replace(/^~(?=$|[\\/])/, () => home);
    if (/^(?:[a-z]:)?[\\/]/i.test(local)) return [local];
    const rest = local.replace(/^\$\{workspaceFolder\}[\\/]?/, "").replace(/^\.[\\/]/, "");
    return folders.map((folder) => `${folder}/${rest}`);
  });
}
