package io.lodestone.wal.frame;

import io.lodestone.storage.bytes.Checksum;
import java.nio.ByteBuffer;

/**
 * The 40 bytes before a frame's payload. Little endian:
 *
 * <pre>
 *   0         4     6     8                  16                 24        28        32        36
 *   | L F R M | ver | what| file id          | frame number     | distance| payload | header  | frame   |
 *   |         |     |     |                  |                  |         | bytes   | CRC-32C | CRC-32C |
 * </pre>
 *
 * <ul>
 *   <li><b>what</b>: 1 a frame; 2 a seal, which has no payload and carries the number of the frame
 *       before it.
 *   <li><b>distance</b>: the frame number minus the number of the newest frame that was durable
 *       when this was written; at least 1 for a frame, 0 for a seal. By it a reader tells a frame
 *       that was durable once, and is damaged, from one that a crash tore.
 *   <li>the first checksum covers bytes 0–31, so that the length of a damaged payload can be
 *       trusted; the second covers the same bytes and the payload. It leaves out the first: over
 *       bytes and their own CRC the sum is the same whatever the bytes are, and a payload would no
 *       longer be tied to its header.
 * </ul>
 *
 * No header is all zeros, because its magic is not.
 */
public final class FrameHeader {
  /** Its size. */
  public static final int BYTES = 40;

  /** The largest payload of one frame, in bytes. */
  public static final int PAYLOAD_BYTES_MAX = 32 << 20;

  /** The newest version this release reads, and the one it writes. */
  public static final int FORMAT_VERSION = 1;

  /** The bytes {@code L F R M}. */
  static final int MAGIC = 0x4D52464C;

  /** Stored in every file: never changed. */
  static final int FRAME = 1;

  /** Stored in every file: never changed. */
  static final int SEAL = 2;

  static final int MAGIC_OFFSET = 0;
  static final int VERSION_OFFSET = 4;
  static final int WHAT_OFFSET = 6;
  static final int FILE_ID_OFFSET = 8;
  static final int NUMBER_OFFSET = 16;
  static final int DISTANCE_OFFSET = 24;
  static final int PAYLOAD_BYTES_OFFSET = 28;
  static final int HEADER_CHECKSUM_OFFSET = 32;
  static final int FRAME_CHECKSUM_OFFSET = 36;

  private FrameHeader() {}

  /**
   * Fills a little-endian array-backed buffer of 40 bytes.
   *
   * @param checksum scratch
   */
  static void fill(
      ByteBuffer header,
      int what,
      long fileId,
      long number,
      int distance,
      ByteBuffer payload,
      Checksum checksum) {
    header.putInt(MAGIC_OFFSET, MAGIC);
    header.putShort(VERSION_OFFSET, (short) FORMAT_VERSION);
    header.putShort(WHAT_OFFSET, (short) what);
    header.putLong(FILE_ID_OFFSET, fileId);
    header.putLong(NUMBER_OFFSET, number);
    header.putInt(DISTANCE_OFFSET, distance);
    header.putInt(PAYLOAD_BYTES_OFFSET, payload.remaining());
    checksum.reset().update(header.array(), 0, HEADER_CHECKSUM_OFFSET);
    header.putInt(HEADER_CHECKSUM_OFFSET, checksum.value());
    header.putInt(FRAME_CHECKSUM_OFFSET, checksum.update(payload).value());
  }
}
