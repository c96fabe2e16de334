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

function watch(owner, name) {
  const original = owner[name];
  owner[name] = function (...args) {
    const isOurs = /sidelight\.sidelight-\d/.test(String(new Error().stack));
    const target =
      name === "send" ? String(args.findLast((arg) => typeof arg === "string")) : endpointOf(args);
    appendFileSync(file, `${JSON.stringify({ what: name, target, isOurs })}\n`);
    return original.apply(this, args);
  };
}

exports.activate = () => {
  if (file === undefined) return;
  Error.stackTraceLimit = 50;
  watch(net.Socket.prototype, "connect");
  watch(net.Server.prototype, "listen");
  watch(dgram.Socket.prototype, "bind");
  watch(dgram.Socket.prototype, "send");
};
