package io.lodestone.model;

/**
 * The type of a stored value. All but {@link #VARCHAR} travel through the engine as 64-bit words,
 * see {@link ColumnBuffer}.
 */
public enum ValueType {
  /** IEEE 754 binary64; the word holds its raw bits. NaN and the infinities cannot be stored. */
  DOUBLE(1),
  /** Signed 64-bit integer. */
  BIGINT(2),
  /** UTF-8 text of at most 2,048 bytes at the protocol's default limits. */
  VARCHAR(3),
  /** The word is 0 or 1. */
  BOOLEAN(4),
  /** Signed 64-bit nanoseconds since 1970-01-01T00:00:00Z. */
  TIMESTAMP(5);

  /** Kept, since each call of {@code values()} copies them. */
  private static final ValueType[] ALL = values();

  private final int code;

  ValueType(int code) {
    this.code = code;
  }

  /** The number that stands for this type on disk; frozen for ever. */
  public int code() {
    return code;
  }

  /** The word SQL and messages use, in lower case. */
  public String sqlName() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /**
   * @throws IllegalArgumentException when no type has this code; readers of files turn that into
   *     corruption
   */
  public static ValueType ofCode(int code) {
    for (ValueType type : ALL) {
      if (type.code == code) {
        return type;
      }
    }
    throw new IllegalArgumentException("unknown value type code " + code);
  }
}
