// What one request or record may make us hold. Past a limit the rest is cut or left out, and counted.

/** Distinct attributes of one record; a thousand is far past any human use. */
export const maxAttributes = 1000;
/** JSON text of one record's attributes (bytes): an escaped control character is six times its size. */
export const maxAttributesBytes = 1024 * 1024;
/** The same of a resource or a series, of which thousands are kept. */
export const maxIdentityBytes = 8 * 1024;
/** Bytes of one attribute value or text field, and of its name. */
export const maxValueBytes = 64 * 1024;
export const maxKeyBytes = 1024;
/** Bytes of a metric's name, unit or description, or a scope's name, which are kept like a series. */
export const maxNameBytes = 1024;
/** Bytes of one log body. */
export const maxBodyBytes = 1024 * 1024;
/** Levels of key-value lists and arrays inside each other; past it the value is null. */
export const maxDepth = 32;
/** Records of one request: an empty record is two bytes on the wire and some 300 in memory. */
export const maxRecords = 262_144;
/** Resource and scope blocks of one request: an empty one is two bytes, and each may be a new resource. */
export const maxBlocks = 65_536;
/** What a record is taken to weigh at least when the queue is bounded in wire bytes. */
export const minRecordBytes = 128;
/** Events or links of one span. */
export const maxSpanParts = 10_000;
/** Exemplars of one metric point; reservoirs of SDKs hold ten at most. */
export const maxExemplars = 100;
/** Buckets or quantiles of one metric point; SDKs make 160 at most. */
export const maxBuckets = 4096;
/** One request after inflation, as OTLP recommends (specification.md, "OTLP/gRPC Concurrent Requests"). */
export const maxRequestBytes = 64 * 1024 * 1024;
