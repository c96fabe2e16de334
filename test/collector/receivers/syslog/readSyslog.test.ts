import { describe, expect, it } from "vitest";
import { readSyslog } from "../../../../src/collector/receivers/syslog/readSyslog";

const nowMs = Date.parse("2024-11-01T12:00:00Z");
const bom = "\ufeff";
const utc = (text: string) => BigInt(Date.parse(text)) * 1_000_000n;
const local = (text: string) => BigInt(new Date(text).getTime()) * 1_000_000n;

describe("RFC 5424", () => {
  it.each([
    [
      "every field",
      `<165>1 2003-10-11T22:14:15.003Z host app 1234 ID47 [ex@32473 k="a\\"b\\\\c\\]d"] ${bom}hello`,
      {
        facility: 20,
        severity: 5,
        timeUnixNano: utc("2003-10-11T22:14:15.003Z"),
        host: "host",
        app: "app",
        pid: "1234",
        messageId: "ID47",
        structuredData: { "sd.ex@32473.k": 'a"b\\c]d' },
        text: "hello",
      },
    ],
    [
      "all nil, no message",
      "<14>1 - - - - - -",
      { facility: 1, severity: 6, timeUnixNano: undefined, host: "", app: "", pid: "", text: "" },
    ],
    [
      "two elements, one without parameters, a name that comes twice",
      '<13>1 2024-01-01T00:00:00.5+01:00 h a - - [x@1 a="1" a="2"][y@1] m',
      {
        timeUnixNano: utc("2023-12-31T23:00:00.5Z"),
        structuredData: { "sd.x@1.a": ["1", "2"], "sd.y@1": "" },
        text: "m",
      },
    ],
    [
      "a message that starts with a bracket",
      "<13>1 - h a - - - [x] y",
      { structuredData: {}, text: "[x] y" },
    ],
    [
      "structured data that does not end",
      '<13>1 - h a - - [x@1 a="\\"] z',
      { structuredData: {}, text: '[x@1 a="\\"] z' },
    ],
    [
      "a backslash that escapes nothing",
      '<13>1 - h a - - [x@1 a="C:\\new"] z',
      { structuredData: { "sd.x@1.a": "C:\\new" }, text: "z" },
    ],
    [
      "no message behind structured data",
      '<13>1 - h a - - [x@1 a=""]',
      { structuredData: { "sd.x@1.a": "" }, text: "" },
    ],
    ["line feeds in the message", "<13>1 - h a - - - one\ntwo", { text: "one\ntwo" }],
    ["rsyslog's space before a text", "<13>1 - h a - - -  m", { text: "m" }],
    ["an indented text", "<13>1 - h a - - -    at f", { text: "   at f" }],
    [
      "times without a fraction and with six digits of one",
      "<13>1 2024-01-01T00:00:00Z h a - - - m",
      { timeUnixNano: utc("2024-01-01T00:00:00Z") },
    ],
    [
      "microseconds and an offset",
      "<13>1 2003-08-24T05:14:15.000003-07:00 h a - - - m",
      { timeUnixNano: utc("2003-08-24T12:14:15Z") + 3000n },
    ],
    [
      "fields of the longest forms",
      `<13>1 - ${"h".repeat(255)} ${"a".repeat(48)} ${"p".repeat(128)} ${"m".repeat(32)} - x`,
      { host: "h".repeat(255), app: "a".repeat(48), pid: "p".repeat(128), text: "x" },
    ],
    [
      "brackets and quotes that are escaped, and what is not",
      '<13>1 - h a - - [x@1 a="\\]\\]" b="é" c="\\n"] z',
      { structuredData: { "sd.x@1.a": "]]", "sd.x@1.b": "é", "sd.x@1.c": "\\n" }, text: "z" },
    ],
    ["version 2", "<13>2 - h a - - - m", { host: "h", app: "a", text: "m" }],
    ["no structured data at all", "<13>1 - h a - -", { host: "h", app: "a", text: "" }],
    ["an IPv6 host", "<13>1 - fe80::1 a - - - m", { host: "fe80::1", text: "m" }],
    [
      "nanoseconds",
      "<13>1 2024-01-01T00:00:00.123456789Z h a - - - m",
      { timeUnixNano: utc("2024-01-01T00:00:00.123Z") + 456_789n },
    ],
  ])("%s", (_name, text, expected) => {
    expect(readSyslog(text, nowMs)).toMatchObject(expected);
  });
});

describe("RFC 3164", () => {
  it.each([
    [
      "<34>Oct 11 22:14:15 mymachine su: hi",
      {
        facility: 4,
        severity: 2,
        timeUnixNano: local("2024-10-11T22:14:15"),
        host: "mymachine",
        app: "su",
        pid: "",
        text: "hi",
      },
    ],
    ["<34>Oct 11 22:14:15 h sshd[123]: hi: there", { app: "sshd", pid: "123", text: "hi: there" }],
    ["<34>Dec 24 22:14:15 h su: m", { timeUnixNano: local("2023-12-24T22:14:15") }],
    ["<34>Oct  1 22:14:15 h su: m", { timeUnixNano: local("2024-10-01T22:14:15"), host: "h" }],
    ["<34>Oct 01 22:14:15 h su: m", { timeUnixNano: local("2024-10-01T22:14:15"), host: "h" }],
    [
      "<30>2024-05-01T10:00:00+02:00 host tag[12]: msg",
      {
        timeUnixNano: utc("2024-05-01T08:00:00Z"),
        host: "host",
        app: "tag",
        pid: "12",
        text: "msg",
      },
    ],
    [
      "<30>Oct 11 2024 22:14:15 h t: m",
      { timeUnixNano: local("2024-10-11T22:14:15"), host: "h", app: "t", text: "m" },
    ],
    [
      "<30>2023 Oct 11 22:14:15 h t: m",
      { timeUnixNano: local("2023-10-11T22:14:15"), host: "h", app: "t", text: "m" },
    ],
    [
      "<30>Oct 11 22:14:15.123 h t: m",
      { timeUnixNano: local("2024-10-11T22:14:15.123"), host: "h", text: "m" },
    ],
    [
      "<30>Oct 11 22:14:15 UTC: t: m",
      { timeUnixNano: utc("2024-10-11T22:14:15Z"), host: "", app: "t", text: "m" },
    ],
    ["<13>Oct 11 22:14:15 su: msg", { host: "", app: "su", text: "msg" }],
    ["<13>Oct 11 22:14:15 su[7]: msg", { host: "", app: "su", pid: "7", text: "msg" }],
    ["<13>Oct 11 22:14:15 fe80::1 su: msg", { host: "fe80::1", app: "su", text: "msg" }],
    [
      "<13>Oct 11 22:14:15 host message without tag",
      { host: "host", app: "", text: "message without tag" },
    ],
    ["<13>Oct 11 22:14:15 host", { host: "host", app: "", text: "" }],
    ["<13>Oct 11 22:14:15 h app/web.1_x-(y): m", { app: "app/web.1_x-(y)", text: "m" }],
    ["<13>Oct 11 22:14:15 h postfix/smtpd[1]: m", { app: "postfix/smtpd", pid: "1" }],
    ["<14>hello", { facility: 1, severity: 6, timeUnixNano: undefined, host: "", text: "hello" }],
    ["<14>myapp[42]: hello", { app: "myapp", pid: "42", text: "hello" }],
    ["<14>user: hello", { app: "", text: "user: hello" }],
    ["<14>ERROR:root:boom", { app: "", text: "ERROR:root:boom" }],
    [
      "<189>29: *Mar  1 00:01:00.123: %SYS-5-CONFIG_I: Configured from console",
      {
        facility: 23,
        severity: 5,
        timeUnixNano: local("2024-03-01T00:01:00.123"),
        host: "",
        app: "",
        messageId: "SYS-5-CONFIG_I",
        structuredData: { "syslog.sequence": "29" },
        text: "Configured from console",
      },
    ],
    ["<34>Feb 29 10:00:00 h su: m", { timeUnixNano: local("2024-02-29T10:00:00"), host: "h" }],
    ["<34>Nov  2 11:59:59 h su: m", { timeUnixNano: local("2024-11-02T11:59:59") }],
    ["<34>Nov  4 12:00:00 h su: m", { timeUnixNano: local("2023-11-04T12:00:00") }],
    ["<34>Oct 11 22:14:15 ", { host: "", text: "" }],
    ["<34>", { facility: 4, severity: 2, text: "" }],
    ["<34>1 2 3 go", { facility: 4, severity: 2, text: "1 2 3 go" }],
    ["<34>1 2024-99-99T00:00:00Z h a - - - m", { text: "1 2024-99-99T00:00:00Z h a - - - m" }],
    ["<191>x", { facility: 23, severity: 7, text: "x" }],
    ["<0>x", { facility: 0, severity: 0, text: "x" }],
    ["<192>x", { facility: 1, severity: 5, text: "<192>x" }],
    ["<999>x", { facility: 1, severity: 5, text: "<999>x" }],
    ["<013>x", { facility: 1, severity: 5, text: "<013>x" }],
    ["<>x", { facility: 1, severity: 5, text: "<>x" }],
    ["no priority at all", { facility: 1, severity: 5, text: "no priority at all" }],
  ])("%s", (text, expected) => {
    expect(readSyslog(text, nowMs)).toMatchObject(expected);
  });
});
