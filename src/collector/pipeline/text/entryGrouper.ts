// Lines of one stream → entries: stack traces, pretty-printed objects and indented continuations are one
// record with the line they belong to. Behind a line that names an error, those that may be of its message wait for
// the frame that tells; any other line that begins an entry of its own never waits for another.

import { julHead, julLevel } from "./julEntry";
import { richHead } from "./richEntry";
import { stripAnsi } from "../../../shared/ansi";

/** An entry ends here at the latest; what follows is an entry of its own. */
export const maxEntryLines = 500;
export const maxEntryLength = 256 * 1024;

/** What the open entry is, as far as that decides what may follow. */
type Kind =
  | "line"
  | "python"
  | "pythonGroup"
  | "pythonDone"
  | "pythonChain"
  | "go"
  | "rustHead"
  | "rust"
  | "nodeThrow"
  | "nodeThrown"
  | "nodeTraced"
  | "jul"
  | "headOnly"
  | "rubyThrow";

const traceback = /^[\s|+]*(?:Exception Group )?Traceback \(most recent call last\):/;
const chain =
  /^(?:During handling of the above exception|The above exception was the direct cause)/;
/** What pydantic says below such a head: a field at the margin, and indented what is wrong with it. */
const pydanticHead = /\b\d{1,6} validation errors? for /;
const pydanticField = /^\S{1,500}(?: -> \S{1,500}){0,30}$/;
/** A message's later lines stand at the margin whatever the depth of its group. */
const groupMore = /^\s+(?:\||\+-)/;
const goHead = /^(?:panic: |fatal error: |goroutine \d{1,10} \[|SIG[A-Z]{1,10}: )/;
const goMore =
  /^(?:goroutine \d|\t|created by |exit status |\[signal |panic: |runtime[:.]|r\w{1,3} +0x|[\w./*()$[\]{}·~%-]{1,500}\(.*\)$)/;
const rustHead = /^(?:\n)?thread '[^']{0,200}'(?: \(\d{1,10}\))? panicked at /;
const rustMore = /^(?:note: |stack backtrace:|\s+\d{1,5}: |\s+at )/;
/** Node prints the place of an uncaught error before the error itself. */
const nodeThrowHead =
  /^(?:node:[\w/]{1,200}|(?:file:\/\/)?(?:\/|[A-Za-z]:[\\/])\S{1,500}):\d{1,7}$/;
const caretLine = /^\s*\^+$/;
const nodeEnd = /^(?:Node\.js v\d|\(Use `node --)/;
const exceptionHead =
  /^(?:Exception in thread "|Unhandled exception|Uncaught |(?:[A-Za-z_][\w.$]{0,200})?(?:Error|Exception|Warning|Exit|Interrupt)(?::|$| \[))/;
/** Unindented lines that only a trace has. */
const traceMore =
  /^(?:Caused by: |Suppressed: |\.\.\. \d{1,6} more|Stack trace:|#\d{1,5} |--- End of |\[Previous line repeated|created by |at \S{1,500} ?\(|\S{1,500}:\d{1,7}:in [`'][^'\n]{0,200}'$|\(Use `node --)/;
/** A trace of Python goes on with what is indented; loguru marks where the error was caught. */
const pythonMore = /^(?:[\s|+]|> File ")/;
/** Below a blank line: an exception of Java, whose name has dots, or a frame. */
const javaHead = /^(?:[a-z_]\w{0,60}(?:\.[\w$]{1,200}){1,10}(?:Error|Exception)(?::|$)|\s+at \S)/;
/** What PHP says below a trace: the exception that the traced one led to. */
const phpCause = /^Next [\w\\]{1,200}: /;
const springRecord = /^[^\n]{0,80}[A-Z] \d{1,10} --- \[/;
/** A message of Spring that begins with a line feed. */
const springHead = /^[^\n]{0,80}[A-Z] \d{1,10} --- (?:\[[^\]]{0,200}\] ?){1,4}\S{1,200} *:\s*$/;
const rubyThrow = /^\S{1,500}:\d{1,7}:in [`'][^']{0,300}': .{0,4000} \([A-Z][\w:]{0,199}\)$/;
const phpWarning = /^(?:\[[^\]]{0,60}\] )?PHP (?:Warning|Notice|Deprecated):/;
const frameLine = /^\s*(?:at |File "|from |\.{3} \d|[\w$.]{1,300}\()/;
/** Tables of console.table and their like. */
const boxHead = /^[┌╔╭┏]/;
const boxMore = /^[│├└║╠╚╰╟╞┃┡┣┗┝╘]/;
/** The message of such a line may go on below it; a frame tells whether it did. */
const thrown = /(?:Error|Exception)(?: \[\w{1,60}\])?: |^Exception in thread "|Uncaught /;
const mayGoOn = new RegExp(`${thrown.source}|^Caused by: `);
const firstFrame = /^(?:\s+at \S|Stack trace:$)/;
/** More lines of a message are no message. */
const maxHeldLines = 30;
const headLength = 300;
/** Lines that plainly begin an entry of their own. */
const ownHead =
  /^\W{0,2}(?:\d{2,4}[-/:]\d\d|[A-Z][a-z]{2} {1,2}\d|(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|CRITICAL|FATAL)\b)/i;
const closing = /^[}\])]{1,10}[,;]?$/;
const severe = /\b(?:WARN|WARNING|ERROR|ERR|CRITICAL|CRIT|FATAL|SEVERE|EXCEPTION|PANIC)\b/i;
/** sanic since 23 prints the extra values of a record as lines `key=value` below it. */
const sanicHead =
  /^\S{1,30}(?: \d{1,4})?(?: {1,6}|\|)(?:\d{4}-\d\d-\d\d )?\d\d:\d\d:\d\d(?: [+-]\d{4})? [A-Z]{4,8}: /;
const sanicMore = /^[A-Za-z_]\w{0,60}=\S/;

export class EntryGrouper {
  private lines: string[] = [];
  private length = 0;
  /** Lines of which a later one tells whether they belong to the open entry. */
  private held: string[] = [];
  private heldLength = 0;
  /** The lines read are those that were held. */
  private isAgain = false;
  private blanks = 0;
  private kind: Kind = "line";
  private hasOpenBrace = false;
  private indent = 0;
  private isBox = false;
  private hasPydanticHead = false;

  /**
   * `onEnd` gets the whole entry, its lines joined by LF; `onStart` is told of each line that may begin one before
   * that, and `onJoin` when the second of those that have not ended began none.
   */
  constructor(
    private readonly onStart: () => void,
    private readonly onEnd: (text: string) => void,
    private readonly onJoin: () => void,
  ) {}

  get isOpen(): boolean {
    return this.lines.length > 0;
  }

  /** True while the entry is certain to be incomplete, or of a kind that usually goes on. */
  get isMultiLine(): boolean {
    return this.lines.length > 1 || this.kind !== "line" || this.hasOpenBrace;
  }

  push(line: string): void {
    if (isWholeObject(line)) {
      this.flush();
      this.onStart();
      this.onEnd(line);
      return;
    }
    const plain = plainOf(line);
    if (this.held.length > 0) {
      if (this.isAnswer(plain)) this.joinHeld();
      else if (this.mayHold(line, plain)) {
        this.hold(line, plain);
        return;
      } else {
        this.release();
        if (this.held.length > 0) {
          this.push(line); // behind what is held again by an entry that was held itself
          return;
        }
      }
    }
    if (this.isOpen) {
      if (isBlank(plain)) {
        if (this.allowsBlank()) this.blanks++;
        else if (this.mayHold(line, plain)) this.hold(line, plain);
        else this.flush();
        return;
      }
      if (this.continues(plain)) {
        this.join(line, plain);
        return;
      }
      if (this.mayHold(line, plain)) {
        this.hold(line, plain);
        return;
      }
      this.flush();
    }
    if (!isBlank(plain)) this.start(line, plain);
  }

  /** Ends what is open. */
  flush(): void {
    while (this.isOpen) this.release();
  }

  /** Ends the open entry; what was held is none of it. */
  private release(): void {
    const text = this.lines.length === 1 ? (this.lines[0] ?? "") : this.lines.join("\n");
    this.lines = [];
    this.blanks = 0;
    this.onEnd(text);
    this.readAgain((line) => {
      this.push(line);
    });
  }

  private joinHeld(): void {
    if (this.kind === "nodeThrow") this.kind = "nodeThrown";
    this.readAgain((line) => {
      if (isBlank(plainOf(line))) this.blanks++;
      else this.join(line, plainOf(line));
    });
  }

  private readAgain(read: (line: string) => void): void {
    const { held, isAgain } = this;
    this.held = [];
    this.heldLength = 0;
    this.isAgain = true;
    try {
      held.forEach(read);
    } finally {
      this.isAgain = isAgain;
    }
  }

  private hold(line: string, plain: string): void {
    if (!this.isAgain && !isBlank(plain)) this.onStart();
    this.held.push(line);
    this.heldLength += line.length;
  }

  private mayHold(line: string, plain: string): boolean {
    if (
      this.held.length >= maxHeldLines ||
      this.lines.length + maxHeldLines + this.blanks >= maxEntryLines ||
      this.length + this.heldLength + line.length >= maxEntryLength
    ) {
      return false;
    }
    switch (this.kind) {
      case "nodeThrow":
        return this.held.length === 0 && this.lines.length === 1; // the statement, its place marked below it
      case "nodeThrown":
        return true;
      case "pythonDone":
      case "pythonGroup":
        return !beginsEntry(plain);
      case "line":
        return mayGoOn.test((this.lines.at(-1) ?? "").slice(0, headLength)) && !beginsEntry(plain);
      default:
        return false;
    }
  }

  /** Does the line say that those held before it belong to the open entry? */
  private isAnswer(plain: string): boolean {
    switch (this.kind) {
      case "nodeThrow":
        return caretLine.test(plain);
      case "pythonDone":
        return chain.test(plain) || this.isPydantic(plain);
      case "pythonGroup":
        return groupMore.test(plain) || chain.test(plain);
    }
    return firstFrame.test(plain) || (this.kind === "nodeThrown" && nodeEnd.test(plain));
  }

  /** A field is held, and the line says what is wrong with it. */
  private isPydantic(plain: string): boolean {
    const [field = "", ...more] = this.held;
    return (
      more.length === 0 &&
      this.blanks === 0 &&
      this.hasPydanticHead &&
      /^ {2}\S/.test(plain) &&
      plain.includes("type=") &&
      /[\])]$/.test(plain) &&
      pydanticField.test(field)
    );
  }

  private start(line: string, plain: string): void {
    if (!this.isAgain) this.onStart();
    this.lines.push(line);
    this.length = line.length;
    this.hasOpenBrace = opensBrace(plain);
    this.kind = kindOf(plain);
    this.indent = indentOf(plain);
    this.isBox = boxHead.test(plain);
    this.hasPydanticHead = false;
    if (this.length >= maxEntryLength) this.flush();
  }

  private join(line: string, plain: string): void {
    if (this.isAgain) this.onJoin();
    for (; this.blanks > 0; this.blanks--) this.lines.push("");
    this.lines.push(line);
    this.length += line.length;
    if (this.hasOpenBrace && /^[}\]]/.test(plain)) this.hasOpenBrace = opensBrace(plain);
    this.advance(plain);
    if (this.lines.length >= maxEntryLines || this.length >= maxEntryLength) this.flush();
  }

  private advance(plain: string): void {
    if (this.kind === "pythonGroup" && groupMore.test(plain)) return; // a traceback in it, too
    if (traceback.test(plain)) this.kind = kindOf(plain);
    else if (this.kind === "python" && !pythonMore.test(plain)) {
      this.kind = "pythonDone";
      this.hasPydanticHead = pydanticHead.test(plain.slice(0, headLength));
    } else if (chain.test(plain) && (this.kind === "pythonDone" || this.kind === "pythonGroup"))
      this.kind = "pythonChain";
    else if (this.kind === "rustHead") this.kind = "rust";
    else if (this.kind === "jul" || this.kind === "headOnly") this.kind = "line";
    else if (this.kind === "line" && goHead.test(plain)) this.kind = "go";
    else if (rustHead.test(plain)) this.kind = headOfRust(plain);
    else if (this.kind === "nodeThrow" && caretLine.test(plain)) this.kind = "nodeThrown";
    else if (this.kind === "nodeThrown" && firstFrame.test(plain)) this.kind = "nodeTraced";
    else if (this.isOfNode() && plain.startsWith("Node.js v")) this.flush();
  }

  private allowsBlank(): boolean {
    if (this.blanks >= 3) return false;
    // Spring prints a blank line before an error's trace, PHP one before its cause.
    return this.hasOpenBrace || this.kind !== "line" || this.isSevere() || this.isPhpTrace();
  }

  private continues(plain: string): boolean {
    if (richHead.test(plain)) return false;
    switch (this.kind) {
      case "python":
        return true; // up to the first line that is not indented, which names the exception
      case "pythonGroup":
        return /^[\s|+]/.test(plain) || chain.test(plain); // all of it is indented
      case "pythonDone":
        // Another trace without a word between is another error: logged first, then raised again.
        if (chain.test(plain)) return true;
        break;
      case "pythonChain":
        if (traceback.test(plain)) return true;
        break;
      case "go":
        return goMore.test(plain);
      case "rustHead":
        return true;
      case "rust":
        if (rustMore.test(plain)) return true;
        break;
      case "nodeThrow":
      case "nodeThrown":
      case "nodeTraced":
        if (exceptionHead.test(plain) || nodeEnd.test(plain)) return true;
        break;
      case "headOnly":
        return !springRecord.test(plain); // else a message that is blank
      case "rubyThrow":
        break;
      case "jul":
        return julLevel.test(plain);
      case "line":
        if (this.isPhpTrace() && phpCause.test(plain)) return true;
        if (this.blanks === 0 || this.hasOpenBrace) break;
        return javaHead.test(plain) && !this.isPhpTrace();
    }
    // After blank lines only what has said so above goes on.
    if (this.blanks > 0 && !this.hasOpenBrace && !this.isOfNode()) return false;
    if (traceback.test(plain)) return this.isSevere();
    // Lines that are all indented alike are no continuations of the first one, unless they are frames.
    if (this.isBeside(plain)) return false;
    if (/^[ \t]/.test(plain)) return !/^\s*\{.*\}$/.test(plain) || this.hasOpenBrace;
    if (this.hasOpenBrace) return /^[}\]]/.test(plain);
    if (traceMore.test(plain) || closing.test(plain)) return true;
    if (this.isBox) return boxMore.test(plain);
    if (exceptionHead.test(plain) || goHead.test(plain)) return this.isSevere();
    return sanicMore.test(plain) && sanicHead.test(stripAnsi(this.firstLine(200)));
  }

  /** Is the open entry one line that speaks of trouble? Then an exception below it is its own. */
  private isSevere(): boolean {
    const first = this.firstLine(300);
    if (this.lines.length === 2 && julHead.test(first)) {
      return severe.test((this.lines[1] ?? "").slice(0, 300));
    }
    return this.lines.length === 1 && severe.test(first) && !phpWarning.test(first);
  }

  private isOfNode(): boolean {
    return this.kind === "nodeThrow" || this.kind === "nodeThrown" || this.kind === "nodeTraced";
  }

  private isPhpTrace(): boolean {
    return this.lines.length > 1 && /^#\d{1,5} \{main\}$/.test(this.lines.at(-1) ?? "");
  }

  private isBeside(plain: string): boolean {
    if (this.indent === 0 || this.hasOpenBrace || frameLine.test(plain)) return false;
    const indent = indentOf(plain);
    return indent > 0 && indent <= this.indent;
  }

  private firstLine(length: number): string {
    return (this.lines[0] ?? "").slice(0, length);
  }
}

function kindOf(plain: string): Kind {
  if (traceback.test(plain)) return plain.includes("Group") ? "pythonGroup" : "python";
  if (goHead.test(plain)) return "go";
  if (rustHead.test(plain)) return headOfRust(plain);
  if (julHead.test(plain)) return "jul";
  // These begin as any line may: their ends are looked at first.
  switch (plain.charCodeAt(plain.trimEnd().length - 1)) {
    case 58 /* : */:
      return springHead.test(plain) ? "headOnly" : "line";
    case 41 /* ) */:
      return rubyThrow.test(plain) ? "rubyThrow" : "line";
    default:
      return nodeThrowHead.test(plain) ? "nodeThrow" : "line";
  }
}

/** Since 1.73 the message stands on the line below the head, which ends with a colon. */
const headOfRust = (plain: string): Kind => (plain.endsWith(":") ? "rustHead" : "rust");

/** Such a line is an entry of its own whatever is open. */
export function isWholeObject(line: string): boolean {
  return line.charCodeAt(0) === 123 && line.charCodeAt(line.length - 1) === 125;
}

function opensBrace(plain: string): boolean {
  const last = plain.charCodeAt(plain.trimEnd().length - 1);
  return last === 123 || last === 91;
}

const beginsEntry = (plain: string): boolean =>
  ownHead.test(plain) ||
  exceptionHead.test(plain) ||
  thrown.test(plain.slice(0, headLength)) ||
  kindOf(plain) !== "line";

const plainOf = (line: string): string => (line.includes("\x1b") ? stripAnsi(line) : line);

const indentOf = (plain: string): number => plain.length - plain.trimStart().length;

function isBlank(plain: string): boolean {
  return plain === "" || plain.trim() === "";
}
