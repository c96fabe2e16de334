// What one exposition, push or remote write may make us hold. Past a limit the rest is left out, and counted.

/** One body, unpacked; an exposition of 10,000 series is 1 to 2 MB. */
export const maxBodyBytes = 32 * 1024 * 1024;
/** Samples of one body: an empty one is a few bytes on the wire and some 300 in memory. */
export const maxSamples = 262_144;
/** A line, in bytes; labels and an exemplar are far below. */
export const maxLineBytes = 64 * 1024;
/** Bytes of a name, a unit or a description, which are kept with a series. */
export const maxNameBytes = 1024;
/** JSON text of one series' labels, of which thousands are kept. */
export const maxLabelsBytes = 8 * 1024;
/** Buckets or quantiles of one series; clients make 160 at most. */
export const maxBuckets = 4096;
/** Exemplars of one reading; clients keep one a bucket. */
export const maxExemplars = 100;
/** Bytes of series that a reader remembers between two expositions of one target. */
export const maxCachedBytes = 16 * 1024 * 1024;
/** Running totals that are remembered over all targets; a histogram takes about a KiB. */
export const maxStreams = 20_000;
