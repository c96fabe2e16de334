// What the usual names of fields say about when their values were known.

/** How something ended: known at its end, and told by its failing. */
export const outcomeName =
  /(?:^|[._-])(?:err|errno|error|errors|exception|exc|fault|status|status_code|result|outcome|success|succeeded|ok|passed|failed|failure|stack|stacktrace|traceback|exit_code|response_code)(?:$|[._-])|statusCode$|[eE]rror(?:Code|Message)?$/;

/** How long something took: seen, not chosen. */
export const measuredName =
  /(?:^|[._-])(?:took|elapsed|duration|latency|time|wait|waited|cost)(?:$|[._-])|(?:[._-]|^)(?:ms|millis|seconds|micros|nanos|us|ns)$|(?:Ms|Millis|Seconds|Duration|Elapsed)$/;
