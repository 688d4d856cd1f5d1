package io.lodestone.segments.block;

import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.ValueType;
import io.lodestone.segments.encoding.DoubleCodec;
import io.lodestone.segments.encoding.EncodedWriter;
import io.lodestone.segments.encoding.LongCodec;
import io.lodestone.segments.encoding.Runs;
import io.lodestone.segments.encoding.TextCodec;
import io.lodestone.segments.seal.SealedPieces;

/**
 * Writes columns of blocks. One for each column of a segment; one owner.
 *
 * <pre>
 *   byte    flags: bit 0 a presence bitmap follows, bit 1 the rest is an LZ4 block, bit 2 see OverflowWriter
 *   bitmap  bit i of byte i / 8 tells whether point i has a value; ceil(points / 8) bytes; only if announced
 *   body    numbers: one vector for each 1,024 points that have any value; text: see TextCodec
 *   u32     checksum
 * </pre>
 *
 * In an encrypted segment everything before the checksum is sealed, and a tag of 16 bytes follows
 * it. A column without any value in the block takes no byte at all.
 */
final class ColumnWriter {
  static final int HAS_BITMAP = 1;
  static final int IS_LZ4 = 2;
  static final int CHECKSUM_BYTES = 4;

  private final ValueType type;
  private final int number;
  private final boolean ticking;
  private final LongCodec longs;
  private final TextCodec texts;
  private final Runs runs;
  private final long[] vector;
  private final EncodedWriter body;
  private final BlockCompression compression;
  private final OverflowWriter overflow;
  private final DoubleCodec doubles;

  /** Null when the segment is not encrypted. */
  private final SealedPieces pieces;

  /**
   * @param number the column's number inside checksums
   * @param ticking whether the values are times of points
   * @param scratch shared by all columns of the segment
   */
  ColumnWriter(ValueType type, int number, boolean ticking, ColumnScratch scratch) {
    this.type = type;
    this.number = number;
    this.ticking = ticking;
    this.longs = scratch.longs;
    this.texts = scratch.texts;
    this.runs = scratch.runs;
    this.vector = scratch.vector;
    this.body = scratch.body;
    this.compression = scratch.compression;
    this.overflow = scratch.overflow;
    this.doubles = scratch.doubles;
    this.pieces = scratch.pieces;
  }

  /** Writes a column of which every value is present: times, versions. */
  void write(
      long[] values,
      int points,
      BlockRuns blockRuns,
      ColumnChecksum checksum,
      int block,
      EncodedWriter out) {
    int start = out.size();
    out.writeByte(0);
    for (int from = 0; from < points; from += LongCodec.VALUES_MAX) {
      int n = Math.min(LongCodec.VALUES_MAX, points - from);
      System.arraycopy(values, from, vector, 0, n);
      blockRuns.part(from, from + n, null, runs);
      longs.encode(vector, n, runs, ticking, out);
    }
    end(start, checksum, block, out);
  }

  /** Writes a column some values of which may be absent. */
  void write(
      ColumnBuffer column,
      BlockRuns blockRuns,
      ColumnChecksum checksum,
      int block,
      EncodedWriter out) {
    int points = column.size();
    if (column.absentCount() == points) {
      return;
    }
    int start = out.size();
    long[] presence = column.presence();
    out.writeByte(presence == null ? 0 : HAS_BITMAP);
    if (presence != null) {
      for (int i = 0; i < points; i += 8) {
        int bits = (int) (presence[i >>> 6] >>> i) & 0xFF;
        out.writeByte(points - i < 8 ? bits & (1 << points - i) - 1 : bits);
      }
    }
    if (type == ValueType.VARCHAR) {
      ColumnBuffer texts = column;
      if (OverflowWriter.isNeeded(column)) {
        out.setByte(start, out.bytes()[start] | OverflowWriter.HAS_OVERFLOW);
        texts = overflow.replace(column, block, number, checksum);
      }
      writeText(texts, start, out);
    } else {
      for (int from = 0; from < points; from += LongCodec.VALUES_MAX) {
        writeVector(column, from, Math.min(points, from + LongCodec.VALUES_MAX), blockRuns, out);
      }
    }
    end(start, checksum, block, out);
  }

  private void writeVector(
      ColumnBuffer column, int from, int to, BlockRuns blockRuns, EncodedWriter out) {
    long[] words = column.words();
    long[] presence = column.presence();
    int n = to - from;
    if (presence == null) {
      System.arraycopy(words, from, vector, 0, n);
    } else {
      n = 0;
      for (int i = from; i < to; i++) {
        if (column.isPresent(i)) {
          vector[n++] = words[i];
        }
      }
      if (n == 0) {
        return;
      }
    }
    switch (type) {
      case DOUBLE -> {
        blockRuns.part(from, to, presence, runs);
        doubles.encode(vector, n, runs, out);
      }
      case BIGINT, TIMESTAMP -> {
        blockRuns.part(from, to, presence, runs);
        longs.encode(vector, n, runs, type == ValueType.TIMESTAMP, out);
      }
      case BOOLEAN -> longs.encode(vector, n, out);
      case VARCHAR -> throw new AssertionError("text has no vectors of words");
    }
  }

  private void writeText(ColumnBuffer column, int start, EncodedWriter out) {
    body.truncate(0);
    texts.encode(column, 0, column.size(), body);
    int compressed = compression.compress(body.bytes(), 0, body.size());
    if (compressed > 0) {
      out.setByte(start, out.bytes()[start] | IS_LZ4);
      out.writeVarint(body.size());
      out.writeBytes(compression.output(), 0, compressed);
    } else {
      out.writeBytes(body.bytes(), 0, body.size());
    }
  }

  private void end(int start, ColumnChecksum checksum, int block, EncodedWriter out) {
    if (pieces != null) {
      pieces.sealColumn(block, number, out, start);
    }
    out.writeInt(checksum.of(block, number, out.bytes(), start, out.size() - start));
  }
}
