package io.lodestone.storage;

import io.lodestone.storage.bytes.Checksum;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The first 32 bytes of every file. Little endian:
 *
 * <pre>
 *   0         4         8         12        16                 24        28        32
 *   | L D S T | kind    | version | zero    | file id          | zero    | CRC-32C |
 * </pre>
 *
 * The checksum covers the 28 bytes before it. This layout is the same in every version of every
 * kind; a version says how to read what follows.
 *
 * @param kind what the file is
 * @param formatVersion of the kind, from 1
 * @param fileId tells this file from others of its kind, so that a block of another file in its
 *     place is noticed
 */
public record FileHeader(FileKind kind, int formatVersion, long fileId) {
  /** Its size. */
  public static final int BYTES = 32;

  /** The bytes {@code L D S T}. */
  private static final int MAGIC = 0x5453444C;

  private static final int MAGIC_OFFSET = 0;
  private static final int KIND_OFFSET = 4;
  private static final int VERSION_OFFSET = 8;
  private static final int FILE_ID_OFFSET = 16;
  private static final int CHECKSUM_OFFSET = 28;

  public FileHeader {
    if (formatVersion < 1) {
      throw new IllegalArgumentException("format version " + formatVersion);
    }
  }

  /** Puts the header at the buffer's position, and moves that behind it. */
  public void writeTo(ByteBuffer buffer) {
    ByteBuffer header = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(MAGIC_OFFSET, MAGIC);
    header.putInt(KIND_OFFSET, kind.bits());
    header.putInt(VERSION_OFFSET, formatVersion);
    header.putLong(FILE_ID_OFFSET, fileId);
    header.putInt(CHECKSUM_OFFSET, Checksum.of(header.array(), 0, CHECKSUM_OFFSET));
    buffer.put(header);
  }

  /**
   * Reads and checks the header of an open file.
   *
   * @param file how messages name the file
   * @param kind what it has to be
   * @param newestVersion the newest version of that kind which the caller reads
   * @throws CorruptFileException when the bytes are not a header of that kind
   * @throws FormatVersionException when a newer release wrote the file
   */
  public static FileHeader read(ReadFile open, String file, FileKind kind, int newestVersion)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    open.read(0, bytes);
    return parse(bytes.flip(), file, kind, newestVersion);
  }

  /** The same for a mapped file. */
  public static FileHeader parse(MemorySegment start, String file, FileKind kind, int newestVersion)
      throws IOException {
    byte[] bytes = new byte[(int) Math.min(BYTES, start.byteSize())];
    MemorySegment.copy(start, ValueLayout.JAVA_BYTE, 0, bytes, 0, bytes.length);
    return parse(ByteBuffer.wrap(bytes), file, kind, newestVersion);
  }

  /** The same for bytes in a buffer, from its position on; the position stays where it is. */
  public static FileHeader parse(ByteBuffer start, String file, FileKind kind, int newestVersion)
      throws IOException {
    if (start.remaining() < BYTES) {
      throw new CorruptFileException(
          file, start.remaining(), "a header of 32 bytes", "the end of the file");
    }
    ByteBuffer header = start.slice(start.position(), BYTES).order(ByteOrder.LITTLE_ENDIAN);
    if (header.getInt(MAGIC_OFFSET) != MAGIC) {
      throw new CorruptFileException(
          file, MAGIC_OFFSET, FileKind.text(MAGIC), FileKind.text(header.getInt(MAGIC_OFFSET)));
    }
    int expected = header.getInt(CHECKSUM_OFFSET);
    int found = Checksum.of(header.slice(0, CHECKSUM_OFFSET));
    if (expected != found) {
      throw new CorruptFileException(
          file,
          CHECKSUM_OFFSET,
          "a header of checksum " + Checksum.text(expected),
          Checksum.text(found));
    }
    if (header.getInt(KIND_OFFSET) != kind.bits()) {
      throw new CorruptFileException(
          file,
          KIND_OFFSET,
          "a file of kind " + kind.code(),
          FileKind.text(header.getInt(KIND_OFFSET)));
    }
    int version = header.getInt(VERSION_OFFSET);
    if (version > newestVersion) {
      throw new FormatVersionException(file, version, newestVersion);
    }
    if (version < 1) {
      throw new CorruptFileException(
          file, VERSION_OFFSET, "a format version", Integer.toString(version));
    }
    return new FileHeader(kind, version, header.getLong(FILE_ID_OFFSET));
  }
}
