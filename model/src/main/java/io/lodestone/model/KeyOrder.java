package io.lodestone.model;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;

/**
 * The order in which the series of one table stand, in memtables, segments, merges and scans. The
 * one place where keys of series are compared.
 *
 * <p>Series ascend by the value of the table's <em>leading dimension</em>, those that lack it
 * first; series of one value by their canonical bytes (see {@link SeriesKeyEncoder}). Without a
 * leading dimension they ascend by these bytes alone. All comparisons are of unsigned bytes.
 *
 * <p>The order says nothing about what a key is: the bytes are the same under every order.
 * Immutable, safe for several threads.
 *
 * <p>Where the leading value lies in a key is its <em>lead</em>, a packed long that whoever
 * compares a key more than once keeps:
 *
 * <pre>
 *   63      32 31       0
 *   | start   |  length |    start: from the start of the key; the value as keys hold it, escaped
 * </pre>
 */
public final class KeyOrder implements Comparator<SeriesKey> {
  /** By canonical bytes alone. */
  public static final KeyOrder OF_BYTES = new KeyOrder(new byte[0]);

  /** The lead of a key that lacks the dimension, and of every key where none leads. */
  public static final long NO_LEAD = -1;

  /** The longest name of a dimension that can lead, in bytes as keys hold it. */
  public static final int NAME_BYTES_MAX = 1 << 16;

  /** The name of the leading dimension as keys hold it; empty for none. */
  private final byte[] name;

  private KeyOrder(byte[] name) {
    this.name = name;
  }

  /**
   * The order that a dimension leads.
   *
   * @param dimension its name
   * @throws InvalidRequestException when the name is empty or longer than {@link #NAME_BYTES_MAX}
   */
  public static KeyOrder ledBy(String dimension) {
    if (dimension.isEmpty()) {
      throw new InvalidRequestException("A dimension without a name cannot partition a table.");
    }
    byte[] name = SeriesKeyReader.escaped(dimension);
    if (name.length > NAME_BYTES_MAX) {
      throw new InvalidRequestException(
          "A dimension whose name has " + name.length + " bytes cannot partition a table.");
    }
    return new KeyOrder(name);
  }

  /**
   * The order whose {@link #escapedName()} this is.
   *
   * @param name not copied
   */
  public static KeyOrder ofEscaped(byte[] name) {
    return name.length == 0 ? OF_BYTES : new KeyOrder(name);
  }

  /** The name of the leading dimension as keys hold it; empty when none leads. Read only. */
  public byte[] escapedName() {
    return name;
  }

  /** The leading dimension, empty when none leads. */
  public Optional<String> leadingDimension() {
    return isLed() ? Optional.of(SeriesKeyReader.unescaped(name)) : Optional.empty();
  }

  /** Whether a dimension leads. */
  public boolean isLed() {
    return name.length > 0;
  }

  /** Where the leading value of a canonical key lies; {@link #NO_LEAD} when it has none. */
  public long lead(byte[] bytes, int offset, int length) {
    if (name.length == 0) {
      return NO_LEAD;
    }
    int end = offset + length;
    int at = SeriesKeyReader.pieceEnd(bytes, offset, end) + 1;
    while (at < end) {
      int nameEnd = SeriesKeyReader.pieceEnd(bytes, at, end);
      int order = Arrays.compareUnsigned(bytes, at, nameEnd, name, 0, name.length);
      if (order > 0) {
        // Names ascend.
        return NO_LEAD;
      }
      int value = nameEnd + 1;
      int valueEnd = SeriesKeyReader.pieceEnd(bytes, value, end);
      if (order == 0) {
        return (long) (value - offset) << 32 | valueEnd - value;
      }
      at = valueEnd + 1;
    }
    return NO_LEAD;
  }

  /** Where the value of a lead starts, from the start of its key. */
  public static int leadStart(long lead) {
    return (int) (lead >>> 32);
  }

  /** Bytes of the value of a lead. */
  public static int leadLength(long lead) {
    return (int) lead;
  }

  /** Compares two canonical keys. */
  public int compare(
      byte[] one, int offset, int length, byte[] two, int otherOffset, int otherLength) {
    return compare(
        one,
        offset,
        length,
        lead(one, offset, length),
        two,
        otherOffset,
        otherLength,
        lead(two, otherOffset, otherLength));
  }

  /** Compares two canonical keys whose leads are known. */
  public int compare(
      byte[] one,
      int offset,
      int length,
      long lead,
      byte[] two,
      int otherOffset,
      int otherLength,
      long otherLead) {
    if (lead != NO_LEAD || otherLead != NO_LEAD) {
      int order = compareLeads(one, offset, lead, two, otherOffset, otherLead);
      if (order != 0) {
        return order;
      }
    }
    return Arrays.compareUnsigned(
        one, offset, offset + length, two, otherOffset, otherOffset + otherLength);
  }

  private static int compareLeads(
      byte[] one, int offset, long lead, byte[] two, int otherOffset, long otherLead) {
    if (lead == NO_LEAD) {
      return -1;
    }
    if (otherLead == NO_LEAD) {
      return 1;
    }
    int start = offset + leadStart(lead);
    int otherStart = otherOffset + leadStart(otherLead);
    return Arrays.compareUnsigned(
        one, start, start + leadLength(lead), two, otherStart, otherStart + leadLength(otherLead));
  }

  @Override
  public int compare(SeriesKey one, SeriesKey two) {
    byte[] bytes = one.encoded();
    byte[] others = two.encoded();
    return compare(bytes, 0, bytes.length, others, 0, others.length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KeyOrder order && Arrays.equals(name, order.name);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(name);
  }

  /** As in "series ordered by …". */
  @Override
  public String toString() {
    return leadingDimension().map(dimension -> dimension + ", then key").orElse("key");
  }
}
