// What a receiver says about its HTTP paths. The server in front (httpServer.ts) has by then checked Host
// and Origin, answered CORS, read and inflated the body within bounds; it never lets a handler's error out raw.

export interface HttpRoute {
  readonly methods: readonly ("GET" | "HEAD" | "POST" | "PUT" | "DELETE" | "OPTIONS")[];
  /** True when the route owns this path (no query string, duplicate and trailing slashes removed). Most go by the path alone. */
  matches(path: string, method?: string): boolean;
  handle(request: HttpRequest): Promise<HttpReply> | HttpReply;
  /** Says in the protocol's own form why a request was not handled (too big, bad encoding, overload, …). */
  refuse(refusal: HttpRefusal): HttpReply;
  /** How its clients are told that the queue is full; 503 where it is absent. */
  readonly overloadStatus?: 429;
  /** Pages of localhost may post here (browser SDKs). */
  readonly isOpenToLocalPages?: boolean;
}

export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** Lower-case names; repeated headers joined by ", ". */
  readonly headers: Readonly<Record<string, string>>;
  /** Media type alone, lower case: "application/json"; "" when absent. */
  readonly mediaType: string;
  /** Inflated. */
  readonly body: Uint8Array;
  /** Aborted when the sender hangs up. */
  readonly signal: AbortSignal;
}

export interface HttpReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** In place of a body: sent as it comes, as fast as the client takes it. */
  readonly stream?: AsyncIterable<Uint8Array>;
}

export interface HttpRefusal {
  readonly status: 400 | 403 | 405 | 408 | 413 | 415 | 429 | 500 | 503;
  /** One sentence for a person. */
  readonly message: string;
  readonly retryAfterSeconds?: number;
  readonly method: string;
  readonly path: string;
  readonly mediaType: string;
}
