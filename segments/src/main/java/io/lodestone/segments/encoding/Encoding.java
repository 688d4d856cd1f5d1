package io.lodestone.segments.encoding;

/**
 * The ways in which a vector can be written. The ids are on disk: one is never changed, reused or
 * given another meaning. Zero is none of them, so that zeroed bytes are never a vector; 6 to 15, 18
 * to 31 and 34 to 255 are free.
 */
public enum Encoding {
  /** Integers: one value, any number of times. */
  CONSTANT(1),
  /** Words of 64 bits as they are; integers and doubles. */
  PLAIN(2),
  /** Integers: {@code base + factor * packed}. */
  FRAME(3),
  /** Integers: each run's last value, and the packed steps that lead back from it. */
  DIFFERENCES(4),
  /** Integers: as {@link #DIFFERENCES}, the steps themselves told by their changes. */
  SECOND_DIFFERENCES(5),
  /** Doubles: integers divided by a power of ten, and what does not fit in a list. */
  DECIMAL(16),
  /** Doubles: the bits in which neighbours differ. */
  XOR(17),
  /** Text: lengths, then all bytes. */
  TEXT_PLAIN(32),
  /** Text: the distinct values, then which one stands where. */
  TEXT_DICTIONARY(33);

  private static final Encoding[] BY_ID = new Encoding[64];

  static {
    for (Encoding encoding : values()) {
      BY_ID[encoding.id] = encoding;
    }
  }

  private final int id;

  Encoding(int id) {
    this.id = id;
  }

  /** The byte that stands for this encoding on disk. */
  public int id() {
    return id;
  }

  /**
   * @param at where the id stands, for the message
   * @throws MalformedVectorException when no encoding has this id
   */
  public static Encoding ofId(int id, int at) {
    Encoding encoding = id < BY_ID.length ? BY_ID[id] : null;
    if (encoding == null) {
      throw new MalformedVectorException(at, "the id of an encoding", Integer.toString(id));
    }
    return encoding;
  }
}
