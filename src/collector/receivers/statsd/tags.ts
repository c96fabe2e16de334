// Tags of every dialect become attributes: a tag without a value has the value "", a key that comes twice
// with different values an array. Keys are sorted, because their order does not make another series.

export interface Tags {
  /** JSON text of a flat object, keys sorted. */
  readonly attributes: string;
  /** Tag `service` (DD_SERVICE is sent as one), or "". */
  readonly service: string;
  /** Tag `sidelight.run`, or "". */
  readonly run: string;
}

export class TagSet {
  private readonly values = new Map<string, string | string[]>();

  /** A tag of the `key:value` or `key=value` form; the first separator counts. Empty tags are skipped. */
  addTag(tag: string, separator: string): void {
    if (tag === "") return;
    const at = tag.indexOf(separator);
    if (at <= 0) this.add(tag, "");
    else this.add(tag.slice(0, at), tag.slice(at + 1));
  }

  add(key: string, value: string): void {
    const known = this.values.get(key);
    if (known === undefined) this.values.set(key, value);
    else if (typeof known !== "string") {
      if (!known.includes(value)) known.push(value);
    } else if (known !== value) this.values.set(key, [known, value]);
  }

  with(key: string, value: string): this {
    this.add(key, value);
    return this;
  }

  /** Values of `other` count before those that are there. */
  override(other: TagSet): void {
    for (const [key, value] of other.values) this.values.set(key, value);
  }

  get(key: string): string | undefined {
    const value = this.values.get(key);
    return typeof value === "string" ? value : value?.[0];
  }

  /** Removes a tag that means something else than an attribute. */
  take(key: string): string | undefined {
    const value = this.get(key);
    this.values.delete(key);
    return value;
  }

  toTags(): Tags {
    useSpecialTags(this);
    const service = this.get("service") ?? "";
    const run = this.take("sidelight.run") ?? "";
    if (service !== "") this.values.delete("service");
    return { attributes: this.toJson(), service, run };
  }

  private toJson(): string {
    if (this.values.size === 0) return "{}";
    const members = [...this.values]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`);
    return `{${members.join(",")}}`;
  }
}

/** Tags with which a DogStatsD client tells where it runs, under OpenTelemetry's names. */
function useSpecialTags(tags: TagSet): void {
  const host = tags.take("host");
  if (host !== undefined && host !== "") tags.add("host.name", host);
  const pod = tags.take("dd.internal.entity_id");
  if (pod !== undefined && pod !== "" && pod !== "none") tags.add("k8s.pod.uid", pod);
  const check = tags.take("dd.internal.jmx_check_name");
  if (check !== undefined && check !== "") tags.add("jmx.check_name", check);
  tags.take("dd.internal.card"); // how many tags an agent is to add: we add none
}

/** `|#a:b,c` of DogStatsD, without the `#`. */
export function readDogStatsdTags(text: string): TagSet {
  const tags = new TagSet();
  for (const tag of text.split(",")) tags.addTag(tag, ":");
  return tags;
}

/** `c:` field: `ci-<id>`, `in-<cgroup inode>`, both by comma, or the bare id of older clients. */
export function readContainerField(text: string, tags: TagSet): void {
  for (const part of text.split(",")) {
    if (part.startsWith("in-")) tags.add("cgroup.inode", part.slice(3));
    else {
      const id = part.replace(/^(ci|cid)-/, "");
      if (id !== "") tags.add("container.id", id);
    }
  }
}

/** `e:` field: `it-<is init container>,cn-<container name>,pu-<pod uid>`. */
export function readExternalField(text: string, tags: TagSet): void {
  for (const part of text.split(",")) {
    const value = part.slice(3);
    if (value === "") continue;
    if (part.startsWith("cn-")) tags.add("k8s.container.name", value);
    else if (part.startsWith("pu-")) tags.add("k8s.pod.uid", value);
    else if (part === "it-true") tags.add("k8s.container.init", "true");
  }
}

/**
 * Takes the tags out of a metric's name: Influx `name,k=v`, Librato `name#k=v`, Graphite `name;k=v`,
 * SignalFx `na[k=v]me`. A name without `=` behind the mark has none.
 */
export function splitNameTags(text: string): { readonly name: string; readonly tags: TagSet } {
  const tags = new TagSet();
  const mark = text.search(/[[#;,]/);
  if (mark < 0 || !text.includes("=", mark)) return { name: text, tags };
  const isBracket = text[mark] === "[";
  const end = isBracket ? text.indexOf("]", mark) : text.length;
  if (end < 0) return { name: text, tags };
  const separator = text[mark] === ";" ? ";" : ",";
  for (const tag of text.slice(mark + 1, end).split(separator)) tags.addTag(tag, "=");
  return { name: text.slice(0, mark) + text.slice(end + 1), tags };
}
