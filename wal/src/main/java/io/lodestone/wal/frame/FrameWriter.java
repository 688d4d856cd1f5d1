package io.lodestone.wal.frame;

import io.lodestone.storage.AppendFile;
import io.lodestone.storage.bytes.Checksum;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Appends frames to a file. Never syncs; allocates nothing. Belongs to one thread. */
public final class FrameWriter {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final AppendFile file;
  private final long fileId;
  private final ByteBuffer header =
      ByteBuffer.allocate(FrameHeader.BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private final Checksum checksum = new Checksum();

  /**
   * @param file positioned where the next frame begins
   * @param fileId as in the header of the file
   */
  public FrameWriter(AppendFile file, long fileId) {
    this.file = file;
    this.fileId = fileId;
  }

  /**
   * Appends a frame, in one call to the operating system.
   *
   * @param number one more than that of the frame before
   * @param durableFrame the newest frame known to be durable, in whichever file it lies
   * @param payload its remaining bytes, of which none remain afterwards
   */
  public void append(long number, long durableFrame, ByteBuffer payload) throws IOException {
    if (payload.remaining() > FrameHeader.PAYLOAD_BYTES_MAX) {
      throw new IllegalArgumentException("a payload of " + payload.remaining() + " bytes");
    }
    if (durableFrame >= number) {
      throw new IllegalArgumentException("frame " + durableFrame + " durable before " + number);
    }
    int distance = Math.toIntExact(number - durableFrame);
    FrameHeader.fill(
        header.clear(), FrameHeader.FRAME, fileId, number, distance, payload, checksum);
    file.append(header, payload);
  }

  /**
   * Says that all frames of the file are durable. To be called after the sync that made them so, as
   * the last thing that is ever written to the file.
   *
   * @param lastFrame the number of the last frame
   */
  public void seal(long lastFrame) throws IOException {
    FrameHeader.fill(header.clear(), FrameHeader.SEAL, fileId, lastFrame, 0, NOTHING, checksum);
    file.append(header);
  }
}
