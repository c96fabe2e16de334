import { expect, test } from "vitest";
import { withoutNodeMark } from "../../src/cli/electronAsNode";

const env = { PATH: "/bin", ELECTRON_RUN_AS_NODE: "1" };
const editor = { execPath: "/usr/share/code/code", isElectron: true };

test("an app that the editor's program launches is not made a plain Node", () => {
  expect(withoutNodeMark(env, "npm", editor)).toEqual({ PATH: "/bin" });
});

test("what is run by the editor's program is one", () => {
  expect(withoutNodeMark(env, editor.execPath, editor)).toEqual(env);
});

test("a plain Node passes on what the user set", () => {
  const node = { execPath: "/usr/bin/node", isElectron: false };

  expect(withoutNodeMark(env, "npm", node)).toEqual(env);
});
