package io.lodestone.wal.frame;

import io.lodestone.storage.FormatVersionException;
import io.lodestone.storage.ReadFile;
import io.lodestone.storage.bytes.Checksum;
import io.lodestone.wal.frame.ReadOutcome.CleanEnd;
import io.lodestone.wal.frame.ReadOutcome.Corruption;
import io.lodestone.wal.frame.ReadOutcome.Frame;
import io.lodestone.wal.frame.ReadOutcome.TornTail;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads frames one after the other, and tells apart the three ways in which they can end.
 *
 * <p>At the first bytes that are not the expected frame the rest of the range is searched for whole
 * frames of this file. If one of them, or the caller, knows that the expected frame was durable
 * once, it is damaged: {@link Corruption}, and reading goes on at the next whole frame. Otherwise
 * it never was, nor was anything after it, since syncs cover files from their start: {@link
 * TornTail}.
 *
 * <p>A length is believed only when its header's checksum is right and it fits the range. Belongs
 * to one thread; the file stays the caller's.
 */
public final class FrameReader {
  private static final int CHUNK_BYTES = 256 << 10;
  private static final int NOT_FOUND = -1;

  private final ReadFile file;
  private final String name;
  private final long fileId;
  private final Checksum checksum = new Checksum();
  private final Frame frame = new Frame();

  private long position;
  private long end;
  private long expected;
  private long durable;

  /**
   * The bytes of the file from {@link #bufferStart} on, the first {@link #buffered} of the array.
   */
  private ByteBuffer buffer = ByteBuffer.allocate(0);

  private long bufferStart;
  private int buffered;

  /** Why the last frame that was looked at is none. */
  private String wanted = "";

  private String got = "";

  /**
   * @param name how messages name the file
   * @param fileId as in the header of the file; frames of other files are not frames here
   */
  public FrameReader(ReadFile file, String name, long fileId) {
    this.file = file;
    this.name = name;
    this.fileId = fileId;
  }

  /**
   * Begins anew.
   *
   * @param newPosition where a frame begins
   * @param newEnd where the range ends; a file that is shorter ends it earlier
   * @param firstFrame the number of the frame expected at the position
   * @param durableFrame the newest frame in the range that the caller knows to have been durable
   */
  public FrameReader range(long newPosition, long newEnd, long firstFrame, long durableFrame)
      throws IOException {
    position = newPosition;
    end = Math.min(newEnd, Math.max(newPosition, file.size()));
    expected = firstFrame;
    durable = durableFrame;
    bufferStart = newPosition;
    buffered = 0;
    return this;
  }

  /** Goes on where the last read ended, in a range whose end has moved on. */
  public void extend(long newEnd, long durableFrame) throws IOException {
    end = Math.max(end, Math.min(newEnd, file.size()));
    durable = Math.max(durable, durableFrame);
  }

  /** Where the next read begins: behind the last frame, or behind the last damaged stretch. */
  public long position() {
    return position;
  }

  /** The newest frame that was durable, as far as the caller and the frames read so far know. */
  public long durableFrame() {
    return durable;
  }

  /** The number of the frame that should come next. */
  public long expectedFrame() {
    return expected;
  }

  /**
   * Reads what comes next. The end, clean or torn, is found again by every further call.
   *
   * @throws FormatVersionException when a newer release wrote the next frame
   */
  public ReadOutcome next() throws IOException {
    while (position < end) {
      int index = wholeFrameAt(position);
      if (index == NOT_FOUND) {
        return endOrDamage();
      }
      if (number(index) != (isSeal(index) ? expected - 1 : expected)) {
        none(
            "frame " + expected, (isSeal(index) ? "the seal of frame " : "frame ") + number(index));
        return endOrDamage();
      }
      durable = Math.max(durable, durable(index));
      position += FrameHeader.BYTES + payloadBytes(index);
      if (!isSeal(index)) {
        expected++;
        frame.set(number(index), payload(index));
        return frame;
      }
    }
    return endOrDamage();
  }

  /**
   * Searches the range for a whole frame, whatever its number, and stands before it.
   *
   * @return its number, or -1 when there is none
   */
  public long seekAnyFrame() throws IOException {
    long found = find(position, 1, true);
    if (found < 0) {
      return NOT_FOUND;
    }
    position = found;
    expected = number(wholeFrameAt(found));
    return expected;
  }

  // ---- what to make of bytes that are not the expected frame

  private ReadOutcome endOrDamage() throws IOException {
    long lastByte = lastByteNotZero();
    boolean damaged = expected <= durable;
    if (lastByte < position && !damaged) {
      return new CleanEnd(position);
    }
    String why = lastByte < position ? "frame " + expected : wanted;
    String what = lastByte < position ? "nothing" : got;

    // Behind a header that can be trusted the search begins where its frame ends: its payload may
    // hold anything, even a copy of a log.
    long from = trustedEnd(position);
    long next = find(from, expected, true);
    int frames = 0;
    for (long at = find(from, expected, false); at >= 0 && !damaged; ) {
      int index = wholeFrameAt(at);
      durable = Math.max(durable, durable(index));
      damaged = expected <= durable;
      frames += isSeal(index) ? 0 : 1;
      at = find(at + FrameHeader.BYTES + payloadBytes(index), expected, false);
    }
    if (!damaged) {
      return new TornTail(position, lastByte + 1 - position, frames);
    }
    long offset = position;
    long firstMissing = expected;
    if (next < 0) {
      position = end;
      expected = durable + 1;
    } else {
      position = next;
      expected = number(wholeFrameAt(next));
    }
    return new Corruption(offset, position, why, what, firstMissing, expected - 1);
  }

  /** Where the bytes at an offset end if their header is whole, else the byte after the offset. */
  private long trustedEnd(long offset) throws IOException {
    int index = wholeHeaderAt(offset);
    if (index == NOT_FOUND) {
      return Math.min(offset, end) + 1;
    }
    int frameEnd = wholeFrameAt(offset);
    // A whole frame that is not the expected one may be the next one: it is looked at again.
    return frameEnd == NOT_FOUND ? offset + FrameHeader.BYTES + payloadBytes(index) : offset;
  }

  /**
   * The offset of the first whole frame at or after {@code from} whose number is at least {@code
   * number}, or -1. Seals are found only as witnesses, not as a place to go on.
   */
  private long find(long from, long number, boolean framesOnly) throws IOException {
    for (long at = from; at + FrameHeader.BYTES <= end; ) {
      int index = wholeFrameAt(at);
      if (index != NOT_FOUND) {
        if (number(index) >= number && !(framesOnly && isSeal(index))) {
          return at;
        }
        at += FrameHeader.BYTES + payloadBytes(index);
      } else {
        at = nextMagic(at + 1);
      }
    }
    return NOT_FOUND;
  }

  private long nextMagic(long from) throws IOException {
    long at = from;
    while (at + FrameHeader.BYTES <= end) {
      int index = load(at, FrameHeader.BYTES);
      int last = buffered - FrameHeader.BYTES;
      for (int i = index; i <= last; i++) {
        if (buffer.getInt(i) == FrameHeader.MAGIC) {
          return bufferStart + i;
        }
      }
      at = bufferStart + last + 1;
    }
    return end;
  }

  private long lastByteNotZero() throws IOException {
    long last = position - 1;
    for (long at = position; at < end; ) {
      int index = load(at, 1);
      int length = buffered;
      // Nearly all of a young file is zero: eight bytes at a time.
      while (length - Long.BYTES >= index && buffer.getLong(length - Long.BYTES) == 0) {
        length -= Long.BYTES;
      }
      while (length > index && buffer.get(length - 1) == 0) {
        length--;
      }
      if (length > index) {
        last = bufferStart + length - 1;
      }
      at = bufferStart + buffered;
    }
    return last;
  }

  // ---- one frame

  /** The index in the buffer of a whole frame or seal at an offset of the file, or -1. */
  private int wholeFrameAt(long offset) throws IOException {
    int index = wholeHeaderAt(offset);
    if (index == NOT_FOUND) {
      return NOT_FOUND;
    }
    int payloadBytes = payloadBytes(index);
    index = load(offset, FrameHeader.BYTES + payloadBytes);
    int stored = buffer.getInt(index + FrameHeader.FRAME_CHECKSUM_OFFSET);
    int computed =
        checksum
            .reset()
            .update(buffer.array(), index, FrameHeader.HEADER_CHECKSUM_OFFSET)
            .update(buffer.array(), index + FrameHeader.BYTES, payloadBytes)
            .value();
    if (stored != computed) {
      return none("a frame of checksum " + Checksum.text(stored), Checksum.text(computed));
    }
    return index;
  }

  private int wholeHeaderAt(long offset) throws IOException {
    if (offset + FrameHeader.BYTES > end) {
      return none("a frame header", "the end of the file");
    }
    int index = load(offset, FrameHeader.BYTES);
    if (buffer.getInt(index + FrameHeader.MAGIC_OFFSET) != FrameHeader.MAGIC) {
      return none("a frame (LFRM)", "other bytes");
    }
    int stored = buffer.getInt(index + FrameHeader.HEADER_CHECKSUM_OFFSET);
    int computed =
        checksum.reset().update(buffer.array(), index, FrameHeader.HEADER_CHECKSUM_OFFSET).value();
    if (stored != computed) {
      return none("a frame header of checksum " + Checksum.text(stored), Checksum.text(computed));
    }
    if (buffer.getLong(index + FrameHeader.FILE_ID_OFFSET) != fileId) {
      return none("a frame of this file", "a frame of another file");
    }
    int version = buffer.getShort(index + FrameHeader.VERSION_OFFSET);
    if (version > FrameHeader.FORMAT_VERSION) {
      throw new FormatVersionException(name, version, FrameHeader.FORMAT_VERSION);
    }
    int payloadBytes = payloadBytes(index);
    if (payloadBytes < 0
        || payloadBytes > FrameHeader.PAYLOAD_BYTES_MAX
        || payloadBytes > end - offset - FrameHeader.BYTES) {
      return none(
          "a payload of at most " + (end - offset - FrameHeader.BYTES) + " bytes",
          payloadBytes + " bytes");
    }
    return index;
  }

  private int none(String newWanted, String newGot) {
    wanted = newWanted;
    got = newGot;
    return NOT_FOUND;
  }

  private long number(int index) {
    return buffer.getLong(index + FrameHeader.NUMBER_OFFSET);
  }

  private long durable(int index) {
    return number(index) - buffer.getInt(index + FrameHeader.DISTANCE_OFFSET);
  }

  private boolean isSeal(int index) {
    return buffer.getShort(index + FrameHeader.WHAT_OFFSET) == FrameHeader.SEAL;
  }

  private int payloadBytes(int index) {
    return buffer.getInt(index + FrameHeader.PAYLOAD_BYTES_OFFSET);
  }

  private ByteBuffer payload(int index) {
    return buffer
        .slice(index + FrameHeader.BYTES, payloadBytes(index))
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Brings bytes of the file into the buffer, which all lie inside the range.
   *
   * @return their index there
   */
  private int load(long offset, int count) throws IOException {
    long index = offset - bufferStart;
    if (index >= 0 && index + count <= buffered) {
      return (int) index;
    }
    int kept = index >= 0 && index < buffered ? buffered - (int) index : 0;
    int room = (int) Math.min(end - offset, Math.max(CHUNK_BYTES, count));
    ByteBuffer target = buffer;
    if (target.capacity() < room) {
      target = ByteBuffer.allocate(room).order(ByteOrder.LITTLE_ENDIAN);
    }
    System.arraycopy(buffer.array(), kept == 0 ? 0 : (int) index, target.array(), 0, kept);
    buffer = target;
    bufferStart = offset;
    buffered = kept + file.read(offset + kept, buffer.limit(room).position(kept));
    buffer.clear();
    if (buffered < count) {
      throw new IOException(name + " has become shorter while it was read");
    }
    return 0;
  }
}
