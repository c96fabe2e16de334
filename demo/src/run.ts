// Starts the five services, each a process of its own, and the shop that they scrape.

import { type ChildProcess, spawn } from "node:child_process";
import http from "node:http";
import { join } from "node:path";
import { ports } from "./service";

const services = ["broker", "fetcher", "tester", "writer"];
const basePort = Number(process.env.DEMO_PORT ?? 4700);

/** The shop: pages of some size after some time, and one in fifty is gone. */
const shop = http.createServer((request, response) => {
  const page = Number(/\d+/.exec(request.url ?? "")?.[0] ?? 0);
  setTimeout(
    () => {
      response.writeHead(page % 50 === 7 ? 404 : 200);
      response.end("x".repeat(2000 + ((page * 7919) % 20_000)));
    },
    20 + Math.random() * 90,
  );
});

/** Each run takes five ports in a row; one that another run has is left to it. */
const portsApart = 10;
const maxTries = 20;
let port = basePort;

shop.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EADDRINUSE" && port < basePort + maxTries * portsApart) {
    port += portsApart;
    shop.listen(port + ports.site, "127.0.0.1");
    return;
  }
  process.stderr.write(`The demo cannot start: ${error.message}. Set DEMO_PORT to another port.\n`);
  process.exit(1);
});
shop.on("listening", () => {
  const children = services.map(start);
  // The scraper starts when there is somebody to scrape for it.
  let listening = 0;
  for (const child of children) {
    child.on("message", () => {
      if (++listening === services.length) children.push(start("scraper"));
    });
  }
  const end = () => {
    for (const child of children) child.kill("SIGTERM");
    setTimeout(() => process.exit(0), 500);
  };
  process.once("SIGINT", end);
  process.once("SIGTERM", end);
});
shop.listen(port + ports.site, "127.0.0.1");

/** The channel tells a service when this process is gone, however it ended. */
function start(service: string): ChildProcess {
  return spawn(process.execPath, ["--enable-source-maps", join(__dirname, `${service}.js`)], {
    env: { ...process.env, OTEL_SERVICE_NAME: service, DEMO_PORT: String(port) },
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });
}
