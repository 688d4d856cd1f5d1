package io.lodestone.segments.block;

import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.ValueType;
import io.lodestone.segments.encoding.EncodedWriter;
import io.lodestone.segments.seal.SealedPieces;

/**
 * Takes long texts out of a block and puts them in front of it, so that the block stays small and
 * neither dictionary nor compression works on megabytes. A column from which any was taken has the
 * flag {@link #HAS_OVERFLOW}, and each of its texts in the block a byte before it:
 *
 * <pre>
 *   0, text                                            it stands here
 *   1, u64 place, u32 stored, u32 length, u32 check    it stands at this offset of the file, in so many bytes
 *                                                      (an LZ4 block if they, without a tag, are fewer than its length)
 * </pre>
 *
 * The check is over the place, like a column's, and the stored bytes. One owner.
 */
final class OverflowWriter {
  static final int HAS_OVERFLOW = 4;
  static final int HERE = 0;
  static final int ELSEWHERE = 1;

  /** The bytes of a text that stands elsewhere. */
  static final int REFERENCE_BYTES = 1 + Long.BYTES + 3 * Integer.BYTES;

  /** The longest text that stays in its block. */
  static final int TEXT_BYTES_IN_BLOCK_MAX = 16 << 10;

  /** The longest text that can be stored. */
  static final int TEXT_BYTES_MAX = 1 << 26;

  private final BlockCompression compression;

  /** Null when the segment is not encrypted. */
  private final SealedPieces pieces;

  private final EncodedWriter area = new EncodedWriter(16);
  private final EncodedWriter text = new EncodedWriter(16);
  private final ColumnBuffer rest = new ColumnBuffer("", ValueType.VARCHAR, 8);
  private long areaOffset;

  OverflowWriter(BlockCompression compression, SealedPieces pieces) {
    this.compression = compression;
    this.pieces = pieces;
  }

  /** Begins a block before which this offset of the file is free. */
  void begin(long fileOffset) {
    area.truncate(0);
    areaOffset = fileOffset;
  }

  /** The texts taken out of the block since {@link #begin}. */
  EncodedWriter area() {
    return area;
  }

  static boolean isNeeded(ColumnBuffer column) {
    int[] offsets = column.varcharOffsets();
    for (int i = 0; i < column.size(); i++) {
      if (offsets[i + 1] - offsets[i] > TEXT_BYTES_IN_BLOCK_MAX) {
        return true;
      }
    }
    return false;
  }

  /** The column with long texts replaced by where they stand; valid until the next call. */
  ColumnBuffer replace(ColumnBuffer column, int block, int number, ColumnChecksum checksum) {
    rest.clear();
    int[] offsets = column.varcharOffsets();
    for (int i = 0; i < column.size(); i++) {
      if (!column.isPresent(i)) {
        rest.appendAbsent();
        continue;
      }
      int length = offsets[i + 1] - offsets[i];
      text.truncate(0);
      if (length <= TEXT_BYTES_IN_BLOCK_MAX) {
        text.writeByte(HERE);
        text.writeBytes(column.varcharBytes(), offsets[i], length);
      } else {
        text.writeByte(ELSEWHERE);
        store(column.varcharBytes(), offsets[i], length, block, number, checksum);
      }
      rest.appendVarchar(text.bytes(), 0, text.size());
    }
    return rest;
  }

  private void store(
      byte[] bytes, int offset, int length, int block, int number, ColumnChecksum checksum) {
    if (length > TEXT_BYTES_MAX) {
      throw new IllegalArgumentException(
          "a text of " + length + " bytes; at most " + TEXT_BYTES_MAX + " can be stored");
    }
    int start = area.size();
    int compressed = compression.compress(bytes, offset, length);
    if (compressed > 0) {
      area.writeBytes(compression.output(), 0, compressed);
    } else {
      area.writeBytes(bytes, offset, length);
    }
    if (pieces != null) {
      pieces.sealText(areaOffset + start, area, start);
    }
    int stored = area.size() - start;
    text.writeLong(areaOffset + start);
    text.writeInt(stored);
    text.writeInt(length);
    text.writeInt(checksum.of(block, number, area.bytes(), start, stored));
  }
}
