import { expect, test } from "vitest";
import { FollowedFiles, followedPaths } from "../../src/host/followedFiles";
import { Emitter } from "../../src/host/lifetime";
import type { ConnectionState } from "../../src/shared/contract/hostApi";

function aConnection(refuses = false) {
  const states = new Emitter<ConnectionState>();
  const followed: string[] = [];
  const client = {
    followFile: async ({ path }: { path: string }) => {
      if (refuses) throw new Error("no such socket");
      followed.push(path);
    },
    unfollowFile: async ({ path }: { path: string }) => {
      followed.push(`not ${path}`);
    },
  };
  const connection = {
    state: { kind: "stopped" } as ConnectionState,
    get client() {
      return connection.state.kind === "connected" ? client : undefined;
    },
    onDidChangeState: states.event,
  };
  const become = (state: ConnectionState) => {
    connection.state = state;
    states.fire(state);
  };
  return { connection, followed, become };
}
const connected: ConnectionState = { kind: "connected", endpoints: {} };

test("the window's files are followed by whichever collector it connects to, each time", () => {
  const { connection, followed, become } = aConnection();
  new FollowedFiles(connection, { paths: () => ["/ws/a.log", "/ws/b.log"], log: () => undefined });

  become({ kind: "connecting" });
  expect(followed).toEqual([]);

  become(connected);
  expect(followed).toEqual(["/ws/a.log", "/ws/b.log"]);

  become({ kind: "connecting" });
  become(connected);
  expect(followed).toHaveLength(4);
});

test("a changed setting names the new files at once, and takes back the others", () => {
  const { connection, followed, become } = aConnection();
  let paths = ["/ws/a.log", "/ws/b.log"];
  const files = new FollowedFiles(connection, { paths: () => paths, log: () => undefined });
  become(connected);
  followed.length = 0;

  paths = ["/ws/b.log", "/ws/c.log"];
  files.follow();

  expect(followed).toEqual(["not /ws/a.log", "/ws/b.log", "/ws/c.log"]);
});

test("a file that cannot be followed is told in the log", async () => {
  const { connection, become } = aConnection(true);

  const line = await new Promise<string>((log) => {
    new FollowedFiles(connection, { paths: () => ["/ws/a.log"], log });
    become(connected);
  });

  expect(line).toBe("/ws/a.log is not followed: Error: no such socket");
});

test.each([
  [["logs/app.log"], ["/ws/logs/app.log", "/two/logs/app.log"]],
  [["./app.log"], ["/ws/app.log", "/two/app.log"]],
  [["${workspaceFolder}/app.log"], ["/ws/app.log", "/two/app.log"]],
  [["~/app.log"], ["/home/me/app.log"]],
  [["/var/log/app.log", 7], ["/var/log/app.log"]],
  ["app.log", []],
  [undefined, []],
])("the setting %j names %j", (configured, paths) => {
  const places = { folders: ["/ws", "/two"], home: "/home/me" };

  expect(followedPaths(configured, places)).toEqual(paths);
});
