/** A frame of zstd with these bytes as they are, at most 255. */
export function aZstdFrame(bytes: Uint8Array): Buffer {
  const block = (bytes.length << 3) | 1;
  const header = [0x28, 0xb5, 0x2f, 0xfd, 0x20, bytes.length, block & 0xff, block >>> 8, 0];
  return Buffer.concat([Buffer.from(header), bytes]);
}
