// Other collectors of Sidelight on this machine, each of a data folder of its own: who has a port that is taken may be
// one of them. What one says of itself, any program of this machine may ask; pages of other sites may not.

import { homedir } from "node:os";
import { resolve } from "node:path";
import { defaultDataPath } from "../../shared/contract/discovery";
import { dataPathOfUser, findCollector } from "./discoveryFile";

export const aboutPath = "/ui/about.json";
/** One that runs answers at once; one that hangs is not waited for. */
const answersWithinMs = 1000;
/** Of a program that is none of ours not more is read. */
const maxAnswerChars = 10_000;
/** The longest path that Linux has; one with line breaks or escapes is none to show. */
const shownPath = /^[^\p{Cc}]{1,4096}$/u;

export interface Neighbour {
  readonly pid: number;
  readonly dataPath: string;
}

export const aboutText = ({ pid, dataPath }: Neighbour) =>
  JSON.stringify({ program: "sidelight", pid, dataPath: resolve(dataPath) });

export class Neighbours {
  private known: readonly Neighbour[] | undefined;

  constructor(private readonly ownDataPath: string) {}

  /** The one whose process has a port, if it is known. */
  byProcess(pid: number | undefined): Neighbour | undefined {
    this.known ??= this.ofThisUser();
    return this.known.find((neighbour) => neighbour.pid === pid);
  }

  /**
   * Asks who has this port, which is one for HTTP; whoever it is, nothing else is sent there. `pid` is that of its
   * process where the system tells: a program that names another one is not believed.
   */
  async ask(port: number, pid: number | undefined): Promise<Neighbour | undefined> {
    const found = await askAt(port);
    if (found === undefined || (pid !== undefined && pid !== found.pid)) return undefined;
    this.known = [...(this.known ?? this.ofThisUser()), found];
    return found;
  }

  /** Those of the folders that are usual: the others do not say where they are. */
  private ofThisUser(): Neighbour[] {
    const env = { ...process.env, SIDELIGHT_DATA: undefined };
    const usual = defaultDataPath({ platform: process.platform, home: homedir(), env });
    return [...new Set([usual, dataPathOfUser()].map((path) => resolve(path)))]
      .filter((dataPath) => dataPath !== resolve(this.ownDataPath))
      .flatMap((dataPath) => {
        const found = findCollector(dataPath);
        return found === undefined ? [] : [{ pid: found.pid, dataPath }];
      });
  }
}

async function askAt(port: number): Promise<Neighbour | undefined> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}${aboutPath}`, {
      redirect: "error",
      signal: AbortSignal.timeout(answersWithinMs),
    });
    if (!answer.ok || answer.body === null) return undefined;
    let text = "";
    for await (const part of answer.body.pipeThrough(new TextDecoderStream())) {
      text += part;
      if (text.length > maxAnswerChars) return undefined; // leaving the loop lets go of the rest
    }
    return readNeighbour(JSON.parse(text));
  } catch {
    return undefined; // no HTTP, no answer in time, no JSON: a program that is none of ours
  }
}

function readNeighbour(said: unknown): Neighbour | undefined {
  if (typeof said !== "object" || said === null) return undefined;
  const { program, pid, dataPath } = said as Partial<Record<string, unknown>>;
  const isOurs =
    program === "sidelight" &&
    typeof pid === "number" &&
    Number.isSafeInteger(pid) &&
    typeof dataPath === "string" &&
    shownPath.test(dataPath);
  return isOurs ? { pid, dataPath } : undefined;
}
