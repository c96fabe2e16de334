// One colour a service, the same in every panel: by the name's hash, moved on where that colour is taken.
// A colour is only a help to the eye; the name always stands beside it.

const serviceColorCount = 8;

const assigned = new Map<string, number>();

/** CSS class "service-0" … "service-7" (theme.css) that sets `--service`. */
export function serviceClass(service: string): string {
  let color = assigned.get(service);
  if (color === undefined) {
    color = freeColor(hash(service) % serviceColorCount);
    assigned.set(service, color);
  }
  return `service-${color}`;
}

function freeColor(wanted: number): number {
  const taken = new Set(assigned.values());
  for (let step = 0; step < serviceColorCount; step += 1) {
    const color = (wanted + step) % serviceColorCount;
    if (!taken.has(color)) return color;
  }
  return wanted;
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  }
  return value >>> 0;
}
