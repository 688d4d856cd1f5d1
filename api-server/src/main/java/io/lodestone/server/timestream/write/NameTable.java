package io.lodestone.server.timestream.write;

import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.InvalidRequestException;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The names of dimensions and of multi-measure attributes that occur in one request, each of them
 * once. What is asked of a name (is it reserved, is it too long, which column does it mean) is
 * found out at its first use and not again for each record. One owner.
 */
final class NameTable {
  private static final ValueType[] TYPES = ValueType.values();

  private final List<Name> names = new ArrayList<>();
  private int[] slots = new int[64];

  /**
   * The name that was asked for last; records repeat their names in the same order, so that it
   * foretells the next.
   */
  private Name last;

  /**
   * One name. Its spelling never changes; what it is used for is learned while points are
   * assembled.
   */
  static final class Name {
    private final byte[] utf8;
    private final int hash;
    private final String text;
    private final ColumnBuffer[] columns = new ColumnBuffer[TYPES.length];
    private boolean dimension;
    private boolean attribute;

    /** The ordinal of the record that used this attribute last; −1 for none. */
    private int lastRecord = -1;

    private final int number;

    /** The name that was asked for after this one, the last time. */
    private Name follower;

    private Name(int number, byte[] utf8, int hash) {
      this.number = number;
      this.utf8 = utf8;
      this.hash = hash;
      this.text = new String(utf8, StandardCharsets.UTF_8);
    }

    /** UTF-8, shared: read only. */
    byte[] utf8() {
      return utf8;
    }

    String text() {
      return text;
    }

    /**
     * Notes that a dimension has this name.
     *
     * @throws InvalidRequestException when no dimension may
     */
    void useAsDimension() {
      if (!dimension) {
        checkColumnName("dimension");
        dimension = true;
      }
    }

    /**
     * Notes that a multi-measure attribute of a record has this name.
     *
     * @param record the record's place in its request
     * @throws InvalidRequestException when no attribute may, or when the record has another one of
     *     this name
     */
    void useAsAttribute(int record) {
      if (!attribute) {
        checkColumnName("measure");
        attribute = true;
      }
      if (lastRecord == record) {
        throw new InvalidRequestException(
            "The measure " + text + " occurs twice in the record at index " + record + ".");
      }
      lastRecord = record;
    }

    /**
     * The column of this name and type in the batch being built, or null when none was noted yet.
     */
    ColumnBuffer column(ValueType type) {
      return columns[type.ordinal()];
    }

    /** Notes the column of this name and type. */
    void column(ValueType type, ColumnBuffer column) {
      columns[type.ordinal()] = column;
    }

    private boolean is(byte[] other, int start, int length) {
      return Arrays.equals(utf8, 0, utf8.length, other, start, start + length);
    }

    private void checkColumnName(String kind) {
      if (dimension || attribute) {
        throw new InvalidRequestException(
            "The name " + text + " is used for a dimension and for a measure.");
      }
      boolean reserved =
          text.equals("time")
              || text.equals("measure_value")
              || text.startsWith("measure_value::")
              || text.startsWith("measure_name")
              || text.startsWith("ts_");
      if (reserved) {
        throw new InvalidRequestException("The " + kind + " name " + text + " is reserved.");
      }
    }
  }

  /** The number of this name in {@link #name}, entered if it is new. */
  int intern(byte[] text, int start, int length) {
    if (last != null && last.follower != null && last.follower.is(text, start, length)) {
      last = last.follower;
      return last.number;
    }
    Name name = find(text, start, length);
    if (last != null) {
      last.follower = name;
    }
    last = name;
    return name.number;
  }

  Name name(int number) {
    return names.get(number);
  }

  private Name find(byte[] text, int start, int length) {
    int hash = SeriesKey.hash(text, start, length);
    int mask = slots.length - 1;
    int slot = hash & mask;
    while (slots[slot] != 0) {
      Name candidate = names.get(slots[slot] - 1);
      if (candidate.hash == hash && candidate.is(text, start, length)) {
        return candidate;
      }
      slot = slot + 1 & mask;
    }
    Name name = new Name(names.size(), Arrays.copyOfRange(text, start, start + length), hash);
    names.add(name);
    slots[slot] = names.size();
    if (2 * names.size() > slots.length) {
      rehash();
    }
    return name;
  }

  private void rehash() {
    slots = new int[2 * slots.length];
    int mask = slots.length - 1;
    for (int i = 0; i < names.size(); i++) {
      int slot = names.get(i).hash & mask;
      while (slots[slot] != 0) {
        slot = slot + 1 & mask;
      }
      slots[slot] = i + 1;
    }
  }
}
