package io.lodestone.wal.frame;

import java.nio.ByteBuffer;

/** What a {@link FrameReader} found next. */
public sealed interface ReadOutcome {

  /** A whole frame. One object for all frames of a reader, changed by the next read. */
  final class Frame implements ReadOutcome {
    private long number;
    private ByteBuffer payload;

    Frame() {}

    void set(long newNumber, ByteBuffer newPayload) {
      number = newNumber;
      payload = newPayload;
    }

    /** Its number. */
    public long number() {
      return number;
    }

    /** Its payload, little endian, from position 0 on an array. Valid until the next read. */
    public ByteBuffer payload() {
      return payload;
    }
  }

  /**
   * The end of what was written: no more bytes, or nothing but zeros.
   *
   * @param offset where the next frame would begin
   */
  record CleanEnd(long offset) implements ReadOutcome {}

  /**
   * Bytes that a crash left behind: no frame known to have been durable is among them or after
   * them. Nothing follows.
   *
   * @param offset where the whole frames end
   * @param bytes from there to the last byte that is not zero
   * @param frames whole frames found behind the torn one; they were never durable
   */
  record TornTail(long offset, long bytes, int frames) implements ReadOutcome {
    /**
     * What people are told when the bytes are let go.
     *
     * @param file how messages call it
     * @param what the frames of the file tell
     */
    public String cutOff(String file, String what) {
      return file
          + ": "
          + bytes
          + " bytes of an unfinished "
          + what
          + " at offset "
          + offset
          + " were cut off";
    }
  }

  /**
   * Bytes that are not what was durable there once. Reading goes on behind them.
   *
   * @param offset of the first wrong byte, as far as can be told
   * @param end where reading goes on
   * @param expected what the file says should be there
   * @param found what is there
   * @param firstMissing the first frame that is lost
   * @param lastMissing the last one
   */
  record Corruption(
      long offset, long end, String expected, String found, long firstMissing, long lastMissing)
      implements ReadOutcome {
    /**
     * What people are told, but for what is lost with the frames.
     *
     * @param file how messages call it
     */
    public String inWords(String file) {
      return file + ": corrupt at offset " + offset + ", expected " + expected + ", found " + found;
    }
  }
}
