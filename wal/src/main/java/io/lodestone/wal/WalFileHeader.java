package io.lodestone.wal;

import io.lodestone.storage.CorruptFileException;
import io.lodestone.storage.FileHeader;
import io.lodestone.storage.FileKind;
import io.lodestone.storage.bytes.Checksum;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The first 88 bytes of a log file: the header of every file, and then, little endian:
 *
 * <pre>
 *   32             40             48             56             64             72             80     84
 *   | file number  | first frame  | last carried | previous     | previous     | previous     | zero | CRC-32C |
 *   |              |              | frame        | file number  | file id      | end          |      |         |
 * </pre>
 *
 * The checksum covers bytes 0–27 and 32–83: not the checksum of the common header, behind which it
 * would not depend on what that holds.
 *
 * @param number of the file, as in its name
 * @param fileId of the file
 * @param firstFrame the number of its first frame; frames from there on in older files do not count
 * @param lastCarried the last frame that was in the file, and synced, when the file got its name;
 *     {@code firstFrame - 1} when there was none
 * @param previousNumber the file that it continues, 0 when there is none; files between the two do
 *     not count
 * @param previousFileId of that file
 * @param previousEnd where that file ends, as far as it counts
 */
record WalFileHeader(
    long number,
    long fileId,
    long firstFrame,
    long lastCarried,
    long previousNumber,
    long previousFileId,
    long previousEnd) {
  static final int BYTES = 88;
  static final int FORMAT_VERSION = 1;
  static final FileKind KIND = new FileKind("WLOG");

  /** Of the header that all files have. */
  private static final int COMMON_CHECKSUM_OFFSET = FileHeader.BYTES - Integer.BYTES;

  private static final int NUMBER_OFFSET = 32;
  private static final int FIRST_FRAME_OFFSET = 40;
  private static final int LAST_CARRIED_OFFSET = 48;
  private static final int PREVIOUS_NUMBER_OFFSET = 56;
  private static final int PREVIOUS_FILE_ID_OFFSET = 64;
  private static final int PREVIOUS_END_OFFSET = 72;
  private static final int CHECKSUM_OFFSET = 84;

  ByteBuffer encode() {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
    new FileHeader(KIND, FORMAT_VERSION, fileId).writeTo(bytes);
    bytes.putLong(NUMBER_OFFSET, number);
    bytes.putLong(FIRST_FRAME_OFFSET, firstFrame);
    bytes.putLong(LAST_CARRIED_OFFSET, lastCarried);
    bytes.putLong(PREVIOUS_NUMBER_OFFSET, previousNumber);
    bytes.putLong(PREVIOUS_FILE_ID_OFFSET, previousFileId);
    bytes.putLong(PREVIOUS_END_OFFSET, previousEnd);
    bytes.putInt(CHECKSUM_OFFSET, checksum(bytes));
    return bytes.clear();
  }

  private static int checksum(ByteBuffer header) {
    return new Checksum()
        .update(header.slice(0, COMMON_CHECKSUM_OFFSET))
        .update(header.slice(NUMBER_OFFSET, CHECKSUM_OFFSET - NUMBER_OFFSET))
        .value();
  }

  /**
   * @param bytes the first bytes of the file, from position 0, as many as there are up to 88
   * @param file how messages name the file
   * @param expectedNumber the number in the file's name
   */
  static WalFileHeader parse(ByteBuffer bytes, String file, long expectedNumber)
      throws IOException {
    FileHeader common = FileHeader.parse(bytes, file, KIND, FORMAT_VERSION);
    if (bytes.remaining() < BYTES) {
      throw new CorruptFileException(
          file, bytes.remaining(), "a header of 88 bytes", "the end of the file");
    }
    ByteBuffer header = bytes.slice(0, BYTES).order(ByteOrder.LITTLE_ENDIAN);
    int expected = header.getInt(CHECKSUM_OFFSET);
    int found = checksum(header);
    if (expected != found) {
      throw new CorruptFileException(
          file,
          CHECKSUM_OFFSET,
          "a header of checksum " + Checksum.text(expected),
          Checksum.text(found));
    }
    long number = header.getLong(NUMBER_OFFSET);
    if (number != expectedNumber) {
      throw new CorruptFileException(
          file, NUMBER_OFFSET, "log file " + expectedNumber, "log file " + number);
    }
    return new WalFileHeader(
        number,
        common.fileId(),
        header.getLong(FIRST_FRAME_OFFSET),
        header.getLong(LAST_CARRIED_OFFSET),
        header.getLong(PREVIOUS_NUMBER_OFFSET),
        header.getLong(PREVIOUS_FILE_ID_OFFSET),
        header.getLong(PREVIOUS_END_OFFSET));
  }
}
