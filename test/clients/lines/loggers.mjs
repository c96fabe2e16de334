// pino, winston and bunyan on stdout.
import bunyan from "bunyan";
import pino from "pino";
import winston from "winston";

const request_id = "6fafaa91-eca0-4d4a-a9f8-0c441a01790b";
pino({ name: "shop" }, pino.destination({ sync: true })).error(
  { request_id, err: new Error("pino broke") },
  "from pino",
);
winston
  .createLogger({
    format: winston.format.combine(winston.format.timestamp(), winston.format.json()),
    transports: [new winston.transports.Console()],
  })
  .warn("from winston", { request_id, items: 3 });
bunyan.createLogger({ name: "shop", src: true }).info({ req_id: request_id }, "from bunyan");
console.log("a plain line");
