package io.lodestone.segments.block;

import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.ValueType;
import io.lodestone.segments.encoding.EncodedReader;
import io.lodestone.segments.encoding.MalformedVectorException;
import io.lodestone.segments.seal.SealedPieces;
import io.lodestone.storage.CorruptFileException;
import java.lang.foreign.MemorySegment;

/** Reads what {@link OverflowWriter} took out of blocks. One owner. */
final class OverflowReader {
  private final String file;
  private final MemorySegment memory;
  private final ColumnChecksum checksum;
  private final BlockCompression compression;
  private final EncodedReader reference = new EncodedReader();
  private final EncodedReader stored = new EncodedReader();

  /** Null when the segment is not encrypted. */
  private final SealedPieces pieces;

  /** What was stored, once opened: {@link #stored} itself when nothing is sealed. */
  private final EncodedReader plain;

  private final int tagBytes;
  private final ColumnBuffer texts = new ColumnBuffer("", ValueType.VARCHAR, 8);
  private long storedBytes;

  OverflowReader(
      String file,
      MemorySegment memory,
      ColumnChecksum checksum,
      BlockCompression compression,
      SealedPieces pieces) {
    this.file = file;
    this.memory = memory;
    this.checksum = checksum;
    this.compression = compression;
    this.pieces = pieces;
    this.plain = pieces == null ? stored : new EncodedReader();
    this.tagBytes = pieces == null ? 0 : SealedPieces.TAG_BYTES;
  }

  /** Receives the texts of a column as they stand in the block. */
  ColumnBuffer texts() {
    return texts;
  }

  /** The stored bytes of all texts that were read so far. */
  long storedBytes() {
    return storedBytes;
  }

  /**
   * Appends the texts that those received stand for.
   *
   * @throws MalformedVectorException when one is neither a text nor the place of one
   */
  void resolve(ColumnReader.Place column, ColumnBuffer into) throws CorruptFileException {
    for (int i = 0; i < texts.size(); i++) {
      if (!texts.isPresent(i)) {
        into.appendAbsent();
        continue;
      }
      int start = texts.varcharOffsets()[i];
      int length = texts.varcharOffsets()[i + 1] - start;
      reference.wrap(texts.varcharBytes(), start, length);
      int kind = length == 0 ? -1 : reference.readByte();
      if (kind == OverflowWriter.HERE) {
        into.appendVarchar(texts.varcharBytes(), start + 1, length - 1);
      } else if (kind == OverflowWriter.ELSEWHERE && length == OverflowWriter.REFERENCE_BYTES) {
        append(column, into);
      } else {
        throw new MalformedVectorException(0, "a text or its place", "neither");
      }
    }
    texts.clear();
  }

  private void append(ColumnReader.Place column, ColumnBuffer into) throws CorruptFileException {
    long place = reference.readLong();
    int storedLength = reference.readInt();
    int length = reference.readInt();
    int check = reference.readInt();
    int plainLength = storedLength - tagBytes;
    if (plainLength < 1
        || length < plainLength
        || length > OverflowWriter.TEXT_BYTES_MAX
        || place < 0
        || place > column.start() - storedLength) {
      throw new CorruptFileException(
          file,
          column.start(),
          "the place of a text before block " + column.block(),
          storedLength + " bytes at " + place + " for " + length);
    }
    stored.load(memory, place, storedLength);
    int computed = checksum.of(column.block(), column.column(), stored.bytes(), 0, storedLength);
    if (computed != check) {
      throw new CorruptFileException(
          file,
          place,
          "checksum "
              + Integer.toHexString(check)
              + " of a text of block "
              + column.block()
              + " column "
              + column.column(),
          Integer.toHexString(computed));
    }
    storedBytes += storedLength;
    if (pieces != null) {
      pieces.openText(stored, plain, file, place);
    }
    if (plainLength < length) {
      compression.decompress(plain.bytes(), 0, plainLength, length);
      into.appendVarchar(compression.output(), 0, length);
    } else {
      into.appendVarchar(plain.bytes(), 0, length);
    }
  }
}
