// The files that `sidelight.files.follow` names. Windows share a collector, and each may name its own: so
// every window tells the collector about its files whenever it connects, and when the setting is changed. Naming
// one again changes nothing.

import type { CollectorApi } from "../shared/contract/collectorApi";
import type { ConnectionState } from "../shared/contract/hostApi";
import type { Client } from "../shared/contract/rpc";
import { Disposable, type Disposes } from "./lifetime";

export interface FollowingConnection {
  readonly state: ConnectionState;
  readonly client: Pick<Client<CollectorApi>, "followFile" | "unfollowFile"> | undefined;
  onDidChangeState(listener: (state: ConnectionState) => void): Disposes;
}

export interface FollowPlaces {
  /** Absolute; none in a workspace that is not trusted. */
  paths(): readonly string[];
  log(message: string): void;
}

export class FollowedFiles extends Disposable {
  /** What this window has named. */
  private named: readonly string[] = [];

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

  /** Names the files to the collector, if there is one, and takes back those that are no longer meant. */
  follow(): void {
    const { client } = this.connection;
    const paths = this.places.paths();
    const gone = this.named.filter((path) => !paths.includes(path));
    this.named = paths;
    if (client === undefined) return;
    for (const path of gone) {
      client.unfollowFile({ path }).catch((error: unknown) => {
        this.places.log(`${path} is still followed: ${String(error)}`);
      });
    }
    for (const path of paths) {
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
