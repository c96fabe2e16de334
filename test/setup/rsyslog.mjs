// rsyslogd, to see its forwarding arrive; Linux only.
import { existsSync } from "node:fs";
import { aptInstall } from "./aptInstall.mjs";

const usual = ["/usr/sbin/rsyslogd", "/sbin/rsyslogd", "/usr/local/sbin/rsyslogd"];

/** Path of the program; undefined where the system has none. Installs Debian's package where this user may. */
export async function findRsyslogd() {
  if (process.platform !== "linux") {
    process.stdout.write("rsyslogd is Linux's: its forwarding is not tried here.\n");
    return undefined;
  }
  const found = () => usual.find((path) => existsSync(path));
  const problem = found() === undefined ? await aptInstall("rsyslog") : "";
  const path = found();
  if (path === undefined) {
    throw new Error(
      `rsyslogd is missing: install it (apt-get install rsyslog); the syslog test needs it.${problem}`,
    );
  }
  return path;
}
