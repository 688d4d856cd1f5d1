package io.lodestone.storage;

import io.lodestone.storage.bytes.Checksum;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The last 48 bytes of a file that is complete and never changes. Little endian:
 *
 * <pre>
 *   0         4         8                  16                 24        28
 *   | T S D L | kind    | file id          | contents offset  | c.bytes | c.check |
 *   32                 40        44        48
 *   | bytes of the file | zero    | CRC-32C |
 * </pre>
 *
 * The last checksum covers the 44 bytes before it. <em>Contents</em> is the part of the file that
 * says where everything else in it is; what it looks like is the kind's affair. A file without
 * these bytes at its end was not finished, or was cut.
 *
 * @param kind as in the header
 * @param fileId as in the header
 * @param contentsOffset where the contents begin
 * @param contentsBytes their size
 * @param contentsChecksum their CRC-32C
 * @param fileBytes the size of the whole file, this footer included
 */
public record FileFooter(
    FileKind kind,
    long fileId,
    long contentsOffset,
    int contentsBytes,
    int contentsChecksum,
    long fileBytes) {
  /** Its size. */
  public static final int BYTES = 48;

  /** The bytes {@code T S D L}. */
  private static final int MAGIC = 0x4C445354;

  private static final int MAGIC_OFFSET = 0;
  private static final int KIND_OFFSET = 4;
  private static final int FILE_ID_OFFSET = 8;
  private static final int CONTENTS_OFFSET = 16;
  private static final int CONTENTS_BYTES_OFFSET = 24;
  private static final int CONTENTS_CHECKSUM_OFFSET = 28;
  private static final int FILE_BYTES_OFFSET = 32;
  private static final int CHECKSUM_OFFSET = 44;

  public FileFooter {
    if (!fits(contentsOffset, contentsBytes, fileBytes)) {
      throw new IllegalArgumentException(
          "contents of " + contentsBytes + " bytes at " + contentsOffset + " of " + fileBytes);
    }
  }

  /** Puts the footer at the buffer's position, and moves that behind it. */
  public void writeTo(ByteBuffer buffer) {
    ByteBuffer footer = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
    footer.putInt(MAGIC_OFFSET, MAGIC);
    footer.putInt(KIND_OFFSET, kind.bits());
    footer.putLong(FILE_ID_OFFSET, fileId);
    footer.putLong(CONTENTS_OFFSET, contentsOffset);
    footer.putInt(CONTENTS_BYTES_OFFSET, contentsBytes);
    footer.putInt(CONTENTS_CHECKSUM_OFFSET, contentsChecksum);
    footer.putLong(FILE_BYTES_OFFSET, fileBytes);
    footer.putInt(CHECKSUM_OFFSET, checksum(footer));
    buffer.put(footer);
  }

  /** The checksum over the footer itself, by which a manifest can name this very file. */
  public int checksum() {
    ByteBuffer footer = ByteBuffer.allocate(BYTES);
    writeTo(footer);
    return footer.order(ByteOrder.LITTLE_ENDIAN).getInt(CHECKSUM_OFFSET);
  }

  /**
   * Reads and checks the footer of an open file.
   *
   * @param file how messages name the file
   * @param header the file's header, which the footer must fit
   * @throws CorruptFileException when the file does not end in a footer that fits it
   */
  public static FileFooter read(ReadFile open, String file, FileHeader header) throws IOException {
    long size = open.size();
    requireRoom(size, file);
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    open.read(size - BYTES, bytes);
    return parse(bytes, size, file, header);
  }

  /**
   * The same for a mapped file.
   *
   * @param whole the whole file
   */
  public static FileFooter parse(MemorySegment whole, String file, FileHeader header)
      throws IOException {
    long size = whole.byteSize();
    requireRoom(size, file);
    byte[] bytes = new byte[BYTES];
    MemorySegment.copy(whole, ValueLayout.JAVA_BYTE, size - BYTES, bytes, 0, BYTES);
    return parse(ByteBuffer.wrap(bytes), size, file, header);
  }

  private static void requireRoom(long size, String file) throws IOException {
    if (size < FileHeader.BYTES + BYTES) {
      throw new CorruptFileException(file, size, "a header and a footer", "the end of the file");
    }
  }

  private static FileFooter parse(ByteBuffer bytes, long size, String file, FileHeader header)
      throws IOException {
    ByteBuffer footer = bytes.clear().order(ByteOrder.LITTLE_ENDIAN);
    long start = size - BYTES;
    if (footer.getInt(MAGIC_OFFSET) != MAGIC) {
      throw new CorruptFileException(
          file,
          start,
          "a footer (" + FileKind.text(MAGIC) + ")",
          FileKind.text(footer.getInt(MAGIC_OFFSET)));
    }
    int expected = footer.getInt(CHECKSUM_OFFSET);
    int found = checksum(footer);
    if (expected != found) {
      throw new CorruptFileException(
          file,
          start + CHECKSUM_OFFSET,
          "a footer of checksum " + Checksum.text(expected),
          Checksum.text(found));
    }
    if (footer.getInt(KIND_OFFSET) != header.kind().bits()
        || footer.getLong(FILE_ID_OFFSET) != header.fileId()) {
      throw new CorruptFileException(
          file,
          start + KIND_OFFSET,
          "the footer of " + header.kind().code() + " file " + header.fileId(),
          "that of "
              + FileKind.text(footer.getInt(KIND_OFFSET))
              + " file "
              + footer.getLong(FILE_ID_OFFSET));
    }
    if (footer.getLong(FILE_BYTES_OFFSET) != size) {
      throw new CorruptFileException(
          file,
          start + FILE_BYTES_OFFSET,
          "a file of " + footer.getLong(FILE_BYTES_OFFSET) + " bytes",
          size + " bytes");
    }
    long contentsOffset = footer.getLong(CONTENTS_OFFSET);
    int contentsBytes = footer.getInt(CONTENTS_BYTES_OFFSET);
    if (!fits(contentsOffset, contentsBytes, size)) {
      throw new CorruptFileException(
          file,
          start + CONTENTS_OFFSET,
          "contents inside the file",
          contentsBytes + " bytes at " + contentsOffset);
    }
    return new FileFooter(
        header.kind(),
        header.fileId(),
        contentsOffset,
        contentsBytes,
        footer.getInt(CONTENTS_CHECKSUM_OFFSET),
        size);
  }

  private static boolean fits(long contentsOffset, int contentsBytes, long fileBytes) {
    return contentsBytes >= 0
        && contentsOffset >= FileHeader.BYTES
        && contentsOffset <= fileBytes - BYTES - contentsBytes;
  }

  private static int checksum(ByteBuffer footer) {
    return Checksum.of(footer.array(), 0, CHECKSUM_OFFSET);
  }
}
