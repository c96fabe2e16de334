import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createLines, type LinesReceiver } from "../../../../src/collector/receivers/lines/lines";
import { TestContext, until } from "../aContext";

let folder: string;
let path: string;
let context: TestContext;
let receiver: LinesReceiver;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sidelight-follow-"));
  path = join(folder, "app.log");
  context = new TestContext();
  receiver = createLines(context) as LinesReceiver;
});
afterEach(async () => {
  await receiver.dispose?.();
  rmSync(folder, { recursive: true });
});

const bodies = () => context.logs.map((log) => log.body);
const arrived = (count: number) => until(() => context.logs.length >= count);

test("lines that are there and lines that are added become records of the file", async () => {
  writeFileSync(path, "one\ntwo\n");

  await receiver.follow({ path, service: "shop" });
  appendFileSync(path, "three\n");
  await arrived(3);

  expect(bodies()).toEqual(["one", "two", "three"]);
  expect(context.logs[2]).toMatchObject({ service: "shop", receiver: "lines" });
  expect(JSON.parse(context.logs[2]!.resource.attributes)).toEqual({ "log.file.path": path });
});

test("a file that is renamed and replaced is followed without loss", async () => {
  writeFileSync(path, "one\n");
  await receiver.follow({ path });

  appendFileSync(path, "two\n");
  renameSync(path, `${path}.1`);
  appendFileSync(`${path}.1`, "three\n");
  writeFileSync(path, "four\n");
  await arrived(4);

  expect(bodies()).toEqual(["one", "two", "three", "four"]);
});

test("a file that is truncated is read from its start again", async () => {
  writeFileSync(path, "a long first line\n");
  await receiver.follow({ path });
  await arrived(1);

  truncateSync(path);
  appendFileSync(path, "new\n");
  await arrived(2);

  expect(bodies()).toEqual(["a long first line", "new"]);
});

test("a file that appears later is followed from its start", async () => {
  await receiver.follow({ path });

  writeFileSync(path, "late\n");
  await arrived(1);

  expect(bodies()).toEqual(["late"]);
});

test("a folder that appears later is no obstacle", async () => {
  rmSync(folder, { recursive: true });
  await receiver.follow({ path });
  context.logs.length = 0;

  mkdirSync(folder);
  writeFileSync(path, "later\n");
  await arrived(1);

  expect(bodies()).toEqual(["later"]);
});

test("of a large file only the last part is read, from a line's start", async () => {
  const line = `${"x".repeat(99)}\n`;
  writeFileSync(path, line.repeat(30_000));

  await receiver.follow({ path });
  await until(() => context.logs.length > 10_000);
  appendFileSync(path, "end\n");
  await until(() => bodies().at(-1) === "end");

  expect(context.logs.length).toBeLessThan(11_000);
  expect(new Set(bodies()).size).toBe(2);
});

test("a file that is no longer followed is not read", async () => {
  writeFileSync(path, "one\n");
  await receiver.follow({ path });
  await arrived(1);
  await receiver.unfollow(path);

  appendFileSync(path, "two\n");
  await receiver.follow({ path: join(folder, "other.log") });
  writeFileSync(join(folder, "other.log"), "other\n");
  await arrived(2);

  expect(bodies()).toEqual(["one", "other"]);
});

test("a file that is taken back and named again at once is read on where it was left, each line once", async () => {
  writeFileSync(path, "one\n");
  await receiver.follow({ path });
  await arrived(1);

  for (let round = 0; round < 5; round++) {
    appendFileSync(path, `before ${round}\n`);
    void receiver.unfollow(path);
    void receiver.follow({ path });
    appendFileSync(path, `after ${round}\n`);
  }
  await receiver.follow({ path });
  appendFileSync(path, "end\n");
  await until(() => bodies().includes("end"));

  const rounds = [0, 1, 2, 3, 4].flatMap((round) => [`before ${round}`, `after ${round}`]);
  expect(bodies()).toEqual(["one", ...rounds, "end"]);
});

test("what is asked for last counts, however fast it is asked", async () => {
  writeFileSync(path, "one\n");
  await receiver.follow({ path });
  await arrived(1);

  void receiver.unfollow(path);
  void receiver.follow({ path });
  await receiver.unfollow(path);
  appendFileSync(path, "two\n");
  await receiver.follow({ path: join(folder, "other.log") });
  writeFileSync(join(folder, "other.log"), "other\n");
  await arrived(2);

  expect(bodies()).toEqual(["one", "other"]);
});

test("after a restart a file is read on where it was left", async () => {
  const settled = (c: TestContext): TestContext => Object.assign(c, { dataPath: folder });
  writeFileSync(path, "one\n");
  const first = settled(new TestContext());
  const before = createLines(first) as LinesReceiver;
  await before.follow({ path });
  await until(() => first.logs.length === 1);
  await before.dispose?.();

  appendFileSync(path, "two\n");
  await receiver.dispose?.();
  receiver = createLines(settled(context)) as LinesReceiver;
  await receiver.follow({ path });
  await arrived(1);

  expect(bodies()).toEqual(["two"]);
});

test.skipIf(process.platform === "win32").each([
  ["a named pipe", () => execFileSync("mkfifo", [path])],
  ["a folder", () => mkdirSync(path)],
])("%s is not followed but counted, and a file in its place is", async (_, make) => {
  make();

  await receiver.follow({ path });
  const refused = context.refused("lines");
  rmSync(path, { recursive: true });
  writeFileSync(path, "one\n");
  await arrived(1);

  expect(refused).toEqual({ "not-a-file": 1 });
  expect(bodies()).toEqual(["one"]);
});

test("a store that fails for a while costs no line and doubles none", async () => {
  let failures = 0;
  context.commitProblem = () => (failures++ < 2 ? new Error("disk full") : undefined);
  writeFileSync(path, '{"msg":"one"}\n{"msg":"two"}\n');

  await receiver.follow({ path });
  await arrived(2);
  appendFileSync(path, '{"msg":"three"}\n');
  await until(() => bodies().at(-1) === "three");

  expect(bodies()).toEqual(["one", "two", "three"]);
});

test("following a file does not wait for what is in it", async () => {
  const free = context.intake.hasRoom.bind(context.intake);
  context.intake.hasRoom = () => false;
  writeFileSync(path, "one\ntwo\n");

  await receiver.follow({ path });
  context.intake.hasRoom = free;
  await arrived(2);

  expect(bodies()).toEqual(["one", "two"]);
});
