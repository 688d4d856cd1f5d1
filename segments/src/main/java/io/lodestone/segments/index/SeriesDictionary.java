package io.lodestone.segments.index;

import io.lodestone.model.KeyOrder;
import io.lodestone.segments.encoding.MalformedVectorException;
import io.lodestone.segments.encoding.PackedColumn;
import java.lang.foreign.MemorySegment;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;

/**
 * The series of a segment, numbered from 0 in the order of their table. Immutable, safe for several
 * threads; read where it lies.
 *
 * <pre>
 *   u32 n              dimensions, the measure name being the first
 *   u32 × n            where each dimension starts
 *   dimension          varint length, name (as escaped in keys; empty for the measure name); the others ascend by name
 *                      varint values
 *                      u32 × 3 where codes, groups and text start
 *     codes            packed column, one code a series: 0 for none, c for value c - 1
 *     groups           packed column: where each group of 64 values starts in the text
 *     text             the values ascending, as escaped in keys; the first of a group: varint length, bytes;
 *                      the others: a byte, its high four bits the bytes dropped from the end of the value before, its low
 *                      four those added; 15 says that the number follows as a varint, dropped first; the added bytes
 * </pre>
 */
public final class SeriesDictionary {
  private final Dimension[] dimensions;
  private final int seriesCount;
  private final KeyOrder order;

  /** The number of the dimension that leads the order; -1 when none does, or no series has it. */
  private final int leading;

  /**
   * Groups of keys that somebody put together, while the collector does not need the memory: scans
   * that follow each other, and the shares of one, do not make the same keys again.
   */
  private final AtomicReferenceArray<WeakReference<KeyGroup>> keyGroups;

  /**
   * @param section the bytes of the section, already verified
   * @param seriesCount how many series there are
   * @param order the order in which they stand
   */
  public SeriesDictionary(MemorySegment section, int seriesCount, KeyOrder order) {
    this.seriesCount = seriesCount;
    this.order = order;
    SectionBytes bytes = new SectionBytes(section);
    int count = bytes.intAt(0);
    if (count < 1 || count > section.byteSize() / 4) {
      throw new MalformedVectorException(0, "the number of dimensions", "" + count);
    }
    dimensions = new Dimension[count];
    for (int d = 0; d < count; d++) {
      dimensions[d] = Dimension.at(bytes, bytes.intAt(4 + 4L * d), seriesCount);
    }
    byte[] name = order.escapedName();
    leading = order.isLed() ? dimension(name, 0, name.length) : -1;
    keyGroups = new AtomicReferenceArray<>(Math.ceilDiv(seriesCount, KeyGroup.SERIES));
  }

  public int seriesCount() {
    return seriesCount;
  }

  /** How many dimensions there are, the measure name counted. */
  int dimensionCount() {
    return dimensions.length;
  }

  /** Names of the dimensions in ascending order. */
  public List<String> dimensionNames() {
    return Arrays.stream(dimensions)
        .skip(1)
        .map(d -> Escaped.decode(d.name, 0, d.name.length))
        .toList();
  }

  /**
   * The number of a dimension by its escaped name, not of the measure name; -1 when there is none.
   */
  int dimension(byte[] bytes, int offset, int length) {
    int low = 1;
    int high = dimensions.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      byte[] name = dimensions[middle].name;
      int order = Arrays.compareUnsigned(name, 0, name.length, bytes, offset, offset + length);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }

  /** How many values a dimension has. */
  int valueCount(int dimension) {
    return dimensions[dimension].values;
  }

  /** The code of a value by its escaped bytes; -1 when no series has it. */
  int code(int dimension, byte[] bytes, int offset, int length) {
    return dimensions[dimension].find(bytes, offset, length);
  }

  /** The code of a series, 0 when it does not have the dimension. */
  int codeOf(int dimension, int series) {
    return (int) dimensions[dimension].codes.get(series);
  }

  /**
   * The number of the series with this key, -1 when there is none. A key with an unknown value
   * costs one search or two.
   */
  public int find(byte[] key, int offset, int length) {
    int[] codes = new int[dimensions.length];
    KeyPieces pieces = new KeyPieces().of(key, offset, length);
    if (!pieces.advance()) {
      return -1;
    }
    codes[0] = code(0, key, pieces.start(), pieces.length());
    int last = 0;
    while (codes[last] > 0 && pieces.advance()) {
      last = dimension(key, pieces.start(), pieces.length());
      if (last < 0 || !pieces.advance()) {
        return -1;
      }
      codes[last] = code(last, key, pieces.start(), pieces.length());
    }
    return codes[last] <= 0 ? -1 : search(codes, last);
  }

  private int search(int[] codes, int last) {
    int low = 0;
    int high = seriesCount - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = compare(middle, codes, last);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }

  /**
   * Compares the key of a series with the one these codes stand for, as {@link KeyOrder} would. The
   * leading dimension is looked at first: values are numbered as they ascend, none is 0. Else keys
   * part at the first dimension in which they differ. If one lacks it, its key goes on with a later
   * name, which makes it the greater one, or ends, which makes it the smaller.
   */
  private int compare(int series, int[] codes, int last) {
    if (leading >= 0 && codeOf(leading, series) != codes[leading]) {
      return Integer.compare(codeOf(leading, series), codes[leading]);
    }
    for (int d = 0; d < codes.length; d++) {
      int code = codeOf(d, series);
      if (code == codes[d]) {
        continue;
      }
      if (code != 0 && codes[d] != 0) {
        return Integer.compare(code, codes[d]);
      }
      if (code == 0) {
        return hasDimensionAfter(series, d) ? 1 : -1;
      }
      return last > d ? -1 : 1;
    }
    return 0;
  }

  private boolean hasDimensionAfter(int series, int dimension) {
    return IntStream.range(dimension + 1, dimensions.length).anyMatch(d -> codeOf(d, series) != 0);
  }

  /** The code of the first value that is not below these bytes; one above the last when all are. */
  int firstNotBelow(int dimension, byte[] wanted) {
    EscapedValue value = new EscapedValue();
    int low = 1;
    int high = valueCount(dimension) + 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      readValue(dimension, middle, value);
      if (value.compare(wanted, 0, wanted.length) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The number of the first series that does not come before this key; the count when all do. */
  public int firstNotBelow(byte[] wanted) {
    // Mostly it is the key of a series, whose codes are compared faster than keys are made.
    int found = find(wanted, 0, wanted.length);
    if (found >= 0) {
      return found;
    }
    SeriesKeys keys = keys();
    int low = 0;
    int high = seriesCount;
    while (low < high) {
      int middle = (low + high) >>> 1;
      keys.moveTo(middle);
      if (order.compare(keys.bytes(), keys.offset(), keys.length(), wanted, 0, wanted.length) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** A reader of keys by series number. */
  public SeriesKeys keys() {
    return new SeriesKeys(this);
  }

  /** The keys of a group if they are at hand, else null. */
  KeyGroup keyGroup(int number) {
    WeakReference<KeyGroup> known = keyGroups.get(number);
    return known == null ? null : known.get();
  }

  void keepKeyGroup(int number, KeyGroup keys) {
    keyGroups.set(number, new WeakReference<>(keys));
  }

  byte[] name(int dimension) {
    return dimensions[dimension].name;
  }

  /** Reads a value by its code, from 1 on. */
  void readValue(int dimension, int code, EscapedValue into) {
    dimensions[dimension].read(code - 1, into);
  }

  /** The codes of a dimension by series. */
  PackedColumn codes(int dimension) {
    return dimensions[dimension].codes;
  }

  /** A reader of a dimension's values, for one owner. */
  ValueWalk values(int dimension) {
    return new ValueWalk(dimensions[dimension]);
  }

  /** Reads values of one dimension; cheap where they ascend in small steps. One owner. */
  static final class ValueWalk {
    private final Dimension dimension;
    private final EscapedValue value = new EscapedValue();

    /** The value that was read last, counted from 0, and where the one after it starts. */
    private int index = -1;

    private long next;

    ValueWalk(Dimension dimension) {
      this.dimension = dimension;
    }

    /** The value of a code, from 1 on, valid until the next move. */
    EscapedValue moveTo(int code) {
      int wanted = code - 1;
      int group = wanted / SeriesDictionaryWriter.GROUP;
      if (index < 0 || index > wanted || index / SeriesDictionaryWriter.GROUP != group) {
        next = dimension.groupStart(group);
        index = group * SeriesDictionaryWriter.GROUP - 1;
        value.clear();
      }
      while (index < wanted) {
        int following = index + 1;
        // Nothing was read when this fails halfway.
        index = -1;
        next = dimension.readNext(following, next, value);
        index = following;
      }
      return value;
    }
  }

  /** One dimension where it lies. */
  private record Dimension(
      byte[] name,
      int values,
      PackedColumn codes,
      PackedColumn groups,
      SectionBytes bytes,
      long text) {

    static Dimension at(SectionBytes bytes, long start, int seriesCount) {
      long at = start;
      int nameLength = bytes.countAt(at, 1 << 16);
      at += bytes.varintSize(at);
      byte[] name = bytes.bytesAt(at, nameLength);
      at += nameLength;
      int values = bytes.countAt(at, seriesCount);
      at += bytes.varintSize(at);
      PackedColumn codes = new PackedColumn(bytes.memory(), bytes.intAt(at), seriesCount);
      int groupCount = (values + SeriesDictionaryWriter.GROUP - 1) / SeriesDictionaryWriter.GROUP;
      PackedColumn groups = new PackedColumn(bytes.memory(), bytes.intAt(at + 4), groupCount);
      return new Dimension(name, values, codes, groups, bytes, bytes.intAt(at + 8));
    }

    void read(int index, EscapedValue into) {
      int group = index / SeriesDictionaryWriter.GROUP;
      long at = groupStart(group);
      into.clear();
      for (int i = group * SeriesDictionaryWriter.GROUP; i <= index; i++) {
        at = readNext(i, at, into);
      }
    }

    long groupStart(int group) {
      return text + groups.get(group);
    }

    private long readNext(int index, long start, EscapedValue into) {
      long at = start;
      int kept = 0;
      int added = SeriesDictionaryWriter.LONG;
      if (index % SeriesDictionaryWriter.GROUP != 0) {
        int header = bytes.byteAt(at++);
        int dropped = header >>> 4;
        added = header & 0xF;
        if (dropped == SeriesDictionaryWriter.LONG) {
          dropped = bytes.countAt(at, into.length());
          at += bytes.varintSize(at);
        }
        kept = Math.max(0, into.length() - dropped);
      }
      if (added == SeriesDictionaryWriter.LONG) {
        added = bytes.countAt(at, Integer.MAX_VALUE);
        at += bytes.varintSize(at);
      }
      into.replace(kept, bytes.memory(), at, added);
      return at + added;
    }

    int find(byte[] wanted, int offset, int length) {
      EscapedValue value = new EscapedValue();
      int low = 0;
      int high = (values - 1) / SeriesDictionaryWriter.GROUP;
      // The last group whose first value is not above the wanted one.
      while (low < high) {
        int middle = (low + high + 1) >>> 1;
        read(middle * SeriesDictionaryWriter.GROUP, value);
        if (value.compare(wanted, offset, length) <= 0) {
          low = middle;
        } else {
          high = middle - 1;
        }
      }
      int first = low * SeriesDictionaryWriter.GROUP;
      int end = Math.min(values, first + SeriesDictionaryWriter.GROUP);
      value.clear();
      long at = values == 0 ? 0 : text + groups.get(low);
      for (int i = first; i < end; i++) {
        at = readNext(i, at, value);
        int order = value.compare(wanted, offset, length);
        if (order >= 0) {
          return order == 0 ? i + 1 : -1;
        }
      }
      return -1;
    }
  }
}
