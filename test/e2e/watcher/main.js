// An extension beside the one under test, in its extension host: writes down what is connected to and listened on.
"use strict";
const { appendFileSync } = require("node:fs");
const net = require("node:net");
const dgram = require("node:dgram");

const file = process.env.SIDELIGHT_TEST_CONNECTIONS;

/** The first argument of `connect`, `listen` and `bind` in its many forms → a host, or the path of a socket. */
function endpointOf([first]) {
  const options = Array.isArray(first) ? first[0] : first;
  if (typeof options !== "object" || options === null) return String(options);
  return options.path ?? options.host ?? "localhost";
}

const isOfExtension = () => /sidelight\.sidelight-\d/.test(String(new Error().stack));

function note(what, target, isOurs) {
  appendFileSync(file, `${JSON.stringify({ what, target, isOurs })}\n`);
}

function watch(owner, name) {
  const original = owner[name];
  owner[name] = function (...args) {
    const target =
      name === "send" ? String(args.findLast((arg) => typeof arg === "string")) : endpointOf(args);
    note(name, target, isOfExtension());
    return original.apply(this, args);
  };
}

/** These connect later, when nothing on the stack tells any more who asked. */
function watchGlobals() {
  const { fetch, WebSocket } = globalThis;
  globalThis.fetch = function (input, init) {
    note("fetch", new URL(input.url ?? input).host, isOfExtension());
    return fetch.call(this, input, init);
  };
  if (WebSocket === undefined) return;
  globalThis.WebSocket = class extends WebSocket {
    constructor(url, ...more) {
      note("WebSocket", new URL(url).host, isOfExtension());
      super(url, ...more);
    }
  };
}

/** As if the extension did: what it asks for at "probe" has to be among what is written down. */
function probe() {
  const code = `
    fetch("http://127.0.0.1:9/probe").catch(() => undefined);
    if (globalThis.WebSocket !== undefined) new WebSocket("ws://127.0.0.1:9/").onerror = () => undefined;
    //# sourceURL=/extensions/sidelight.sidelight-0/probe.js`;
  new Function(code)();
}

exports.activate = () => {
  if (file === undefined) return;
  Error.stackTraceLimit = 50;
  watch(net.Socket.prototype, "connect");
  watch(net.Server.prototype, "listen");
  watch(dgram.Socket.prototype, "bind");
  watch(dgram.Socket.prototype, "send");
  watchGlobals();
  probe();
};
