package io.lodestone.engine.memtable;

import java.util.Arrays;

/**
 * Texts one after the other in chunks of bytes that never move: series keys, VARCHAR values.
 *
 * <p>A text is known by its <em>place</em>, a packed long, and never spans two chunks:
 *
 * <pre>
 *   63      48 47          24 23           0
 *   | chunk   |  offset      |   length     |
 * </pre>
 *
 * <p>The committer appends. A reader that took {@link #chunks()} before some moment finds every
 * text of before that moment there, whatever is appended later: bytes once written stay, and the
 * table of chunks is replaced when it grows, its used slots never change.
 */
final class TextArena {
  /** Texts are shorter than this many bytes, the limit of 24 bits. */
  static final int TEXT_BYTES_MAX = (1 << 24) - 1;

  /** Most chunks have this length; it is the one that {@link ArrayPool} keeps. */
  static final int CHUNK_BYTES_MAX = 1 << 20;

  private static final int CHUNKS_MAX = 1 << 16;
  private static final int FIRST_CHUNK_BYTES = 1 << 10;

  private final ArrayPool pool;
  private byte[][] chunks = new byte[4][];
  private int chunkCount;
  private int used;
  private int nextChunkBytes = FIRST_CHUNK_BYTES;
  private long memoryBytes = ArrayBytes.of(chunks);

  TextArena(ArrayPool pool) {
    this.pool = pool;
  }

  /** Gives all chunks back. Nobody may read a text any more. */
  void giveBack() {
    for (int i = 0; i < chunkCount; i++) {
      pool.give(chunks[i]);
    }
  }

  static int chunk(long place) {
    return (int) (place >>> 48);
  }

  static int offset(long place) {
    return (int) (place >>> 24) & TEXT_BYTES_MAX;
  }

  static int length(long place) {
    return (int) place & TEXT_BYTES_MAX;
  }

  /** The place of a part of a text. */
  static long within(long place, int offset, int length) {
    return place >>> 48 << 48 | (long) (offset(place) + offset) << 24 | length;
  }

  /** Copies a text in and returns its place. */
  long append(byte[] bytes, int offset, int length) {
    if (length > TEXT_BYTES_MAX) {
      throw new IllegalArgumentException("a text of " + length + " bytes is too long");
    }
    if (chunkCount == 0 || used + length > chunks[chunkCount - 1].length) {
      addChunk(length);
    }
    System.arraycopy(bytes, offset, chunks[chunkCount - 1], used, length);
    long place = (long) (chunkCount - 1) << 48 | (long) used << 24 | length;
    used += length;
    return place;
  }

  /** The chunks so far. Slots beyond those of known places mean nothing. */
  byte[][] chunks() {
    return chunks;
  }

  long memoryBytes() {
    return memoryBytes;
  }

  /** Chunks double up to a mebibyte, so that a table of a few points stays small. */
  private void addChunk(int bytesMin) {
    if (chunkCount == CHUNKS_MAX) {
      throw new IllegalStateException("a memtable holds at most " + CHUNKS_MAX + " chunks of text");
    }
    if (chunkCount == chunks.length) {
      memoryBytes -= ArrayBytes.of(chunks);
      chunks = Arrays.copyOf(chunks, 2 * chunkCount);
      memoryBytes += ArrayBytes.of(chunks);
    }
    byte[] chunk = pool.bytes(Math.max(bytesMin, nextChunkBytes));
    chunks[chunkCount++] = chunk;
    used = 0;
    memoryBytes += ArrayBytes.of(chunk);
    nextChunkBytes = Math.min(CHUNK_BYTES_MAX, 2 * nextChunkBytes);
  }
}
