// `/metrics/job/<job>{/<label>/<value>}` of the Pushgateway: the group that is pushed (its README, "URL").

import type { Label } from "./labels";

export interface PushGroup {
  readonly job: string;
  /** Without the job, sorted; values may be empty. */
  readonly labels: readonly Label[];
}

const labelName = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const encoded = "@base64";

export const isPushPath = (path: string) => /^\/metrics\/job(?:@base64)?(?:\/|$)/.test(path);

/** A sentence that says what is wrong where it is no group. */
export function readPushPath(path: string): PushGroup | string {
  // The empty segment is what is before the first slash.
  const segments = path.split("/").slice(2);
  if (segments.length % 2 !== 0) {
    return `odd number of components in label string "${segments.slice(2).join("/")}"`;
  }
  const labels = new Map<string, string>();
  for (let at = 0; at < segments.length; at += 2) {
    const label = readLabel(segments[at] ?? "", segments[at + 1] ?? "");
    if (typeof label === "string") return label;
    labels.set(label[0], label[1]);
  }
  const job = labels.get("job") ?? "";
  if (job === "") return "job name is required";
  labels.delete("job");
  return { job, labels: [...labels].sort(([a], [b]) => (a < b ? -1 : 1)) };
}

function readLabel(nameText: string, valueText: string): Label | string {
  const name = decodeUri(nameText);
  const value = decodeUri(valueText);
  if (name === undefined || value === undefined) return `"${nameText}" is not URI-encoded`;
  const isEncoded = name.endsWith(encoded);
  const bare = isEncoded ? name.slice(0, -encoded.length) : name;
  if (!labelName.test(bare) || bare.startsWith("__")) return `improper label name "${bare}"`;
  const decoded = isEncoded ? decodeBase64(value) : value;
  return decoded === undefined
    ? `invalid base64 encoding in label value for label name "${bare}"`
    : [bare, decoded];
}

/** Go's and Python's clients write a blank as "+"; all of them write a plus as "%2B". */
function decodeUri(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return undefined; // a "%" that begins no byte
  }
}

/** URL-safe base64, with or without padding; "=" is how an empty value is written. */
function decodeBase64(text: string): string | undefined {
  const bare = text.replace(/=+$/, "");
  if (!/^[\w-]*$/.test(bare) || bare.length % 4 === 1) return undefined;
  return Buffer.from(bare, "base64url").toString("utf8");
}
