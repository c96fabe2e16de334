// Who has sent records, the most recent first.

import type { ServiceInfo } from "../../../shared/contract/stats";
import { formatTime } from "../../../shared/time";
import type { Reader } from "../reader";
import services from "../sql/services.sql";

interface ServiceRow extends Omit<ServiceInfo, "lastTime"> {
  readonly last_time_unix_nano: bigint;
}

export async function readServices(reader: Reader, signal: AbortSignal): Promise<ServiceInfo[]> {
  const rows = await reader.all<ServiceRow>(services, {}, signal);
  return rows.map(({ last_time_unix_nano: lastNanos, ...row }) => ({
    ...row,
    lastTime: formatTime(lastNanos),
  }));
}
