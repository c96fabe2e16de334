/** What an unpacker within a bound gives: all of the bytes, or why there are none. */
export type Unpacked<Bytes extends Uint8Array = Uint8Array> =
  | { readonly bytes: Bytes; readonly reason?: undefined }
  | { readonly bytes?: undefined; readonly reason: "bad-compression" | "too-large" };
