package io.lodestone.server.parquet;

import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Members of gzip (RFC 1952), one after the other. The stream of the JDK does the same and takes a
 * deflater's quarter of a mebibyte anew for each.
 */
final class GzipCompressor {
  /** Magic, deflate, no flags, no time, no hint, unknown system. */
  private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

  private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
  private final CRC32 checksum = new CRC32();
  private final byte[] piece = new byte[8 << 10];

  /** Appends one member that holds the bytes of a buffer. */
  void compress(GrowingBuffer from, GrowingBuffer target) {
    target.put(HEADER, 0, HEADER.length);
    deflater.reset();
    deflater.setInput(from.bytes(), 0, from.length());
    deflater.finish();
    while (!deflater.finished()) {
      target.put(piece, 0, deflater.deflate(piece));
    }
    checksum.reset();
    checksum.update(from.bytes(), 0, from.length());
    target.putInt((int) checksum.getValue());
    target.putInt(from.length());
  }

  /** Lets go of the memory outside the heap. */
  void close() {
    deflater.end();
  }
}
