package io.lodestone.segments.index;

import io.lodestone.model.SeriesKeyReader;
import io.lodestone.segments.encoding.EncodedWriter;
import io.lodestone.segments.encoding.PackedColumnWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Gathers the series of a segment in the order of their table and writes the dictionary and the
 * postings. Keys are not stored: each dimension has a sorted list of its values, and each series a
 * code per dimension. One owner.
 *
 * <p>The measure name is treated as a dimension, the first of all. Within a dimension code 0 says
 * that a series does not have it, code c stands for value c - 1. Layouts: {@link SeriesDictionary},
 * {@link Postings}.
 */
public final class SeriesDictionaryWriter {
  /**
   * Entries of a text group: the first is whole, the others share its beginning. Of names that
   * count up, groups of 16 take 2.7 bytes a series, of 64 take 2.2.
   */
  static final int GROUP = 64;

  /** Four bits that say: the number follows as a varint. */
  static final int LONG = 15;

  private final ValueNumbers names = new ValueNumbers();
  private final List<DimensionValues> dimensions = new ArrayList<>();
  private final PackedColumnWriter packed = new PackedColumnWriter();
  private int seriesCount;

  /** Per value of the series added last, in the order of its key: which dimension it belongs to. */
  private int[] numbers = new int[16];

  /** Likewise: its code. */
  private int[] codes = new int[16];

  /** Likewise: where it ends, counted from the start of the key, the byte behind it included. */
  private int[] ends = new int[16];

  /** How many values the series added last has. */
  private int places;

  /** One dimension while it is gathered. */
  private static final class DimensionValues {
    private final ValueNumbers values = new ValueNumbers();
    private int[] codes = new int[16];

    void set(int series, int code) {
      if (series >= codes.length) {
        codes = Arrays.copyOf(codes, Math.max(series + 1, 2 * codes.length));
      }
      codes[series] = code;
    }

    /** Makes codes follow the order of the values. */
    void sort(int[] order, int seriesCount) {
      int[] codeOf = new int[order.length + 1];
      for (int i = 0; i < order.length; i++) {
        codeOf[order[i] + 1] = i + 1;
      }
      codes = Arrays.copyOf(codes, seriesCount);
      for (int s = 0; s < seriesCount; s++) {
        codes[s] = codeOf[codes[s]];
      }
    }
  }

  public SeriesDictionaryWriter() {
    dimensions.add(new DimensionValues());
  }

  public int seriesCount() {
    return seriesCount;
  }

  /**
   * Adds a series by its canonical key. Series come in the order of their table, so that most of
   * them begin like the one before: what they share with it is not looked at again.
   *
   * @param shared how many bytes the key and the one added before have in common at their
   *     beginning, or fewer
   */
  public void add(byte[] key, int offset, int length, int shared) {
    if (length == 0) {
      throw new IllegalArgumentException("an empty series key");
    }
    int end = offset + length;
    int place = repeat(key, offset, length, shared);
    int at = place == 0 ? offset : offset + ends[place - 1];
    if (place == 0) {
      at = take(place++, 0, key, offset, at, end);
    }
    while (at < end) {
      int dimension = dimensionAt(place, key, at, end);
      at += names.length(dimension - 1) + 1;
      if (at >= end) {
        throw new IllegalArgumentException("a series key that ends after a dimension's name");
      }
      at = take(place++, dimension, key, offset, at, end);
    }
    places = place;
    seriesCount++;
  }

  /** Gives a series the values that it shares with the one before; returns how many. */
  private int repeat(byte[] key, int offset, int length, int shared) {
    int place = 0;
    while (place < places
        && (ends[place] < shared
            // The zero behind a value ends it unless FF follows, and that byte is not shared.
            || ends[place] == shared
                && (shared == length || key[offset + shared] != (byte) 0xFF))) {
      dimensions.get(numbers[place]).set(seriesCount, codes[place]);
      place++;
    }
    return place;
  }

  /** The number of the dimension whose name starts here; a new one when the name is new. */
  private int dimensionAt(int place, byte[] key, int at, int end) {
    if (place < places) {
      // Keys of a table have the same dimensions, nearly always.
      int name = numbers[place] - 1;
      int nameEnd = at + names.length(name);
      if (nameEnd < end
          && names.is(name, key, at, names.length(name))
          && SeriesKeyReader.pieceEnd(key, nameEnd, end) == nameEnd) {
        return numbers[place];
      }
    }
    // Dimension numbers start after the measure name's.
    int dimension = 1 + names.of(key, at, SeriesKeyReader.pieceEnd(key, at, end) - at);
    if (dimension == dimensions.size()) {
      dimensions.add(new DimensionValues());
    }
    return dimension;
  }

  /** Gives a series the value that starts here; returns where the next piece does. */
  private int take(int place, int dimension, byte[] key, int offset, int at, int end) {
    int valueEnd = SeriesKeyReader.pieceEnd(key, at, end);
    DimensionValues column = dimensions.get(dimension);
    int code = 1 + column.values.of(key, at, valueEnd - at);
    column.set(seriesCount, code);
    if (place == numbers.length) {
      numbers = Arrays.copyOf(numbers, 2 * place);
      codes = Arrays.copyOf(codes, 2 * place);
      ends = Arrays.copyOf(ends, 2 * place);
    }
    numbers[place] = dimension;
    codes[place] = code;
    ends[place] = valueEnd + 1 - offset;
    return valueEnd + 1;
  }

  /** Writes both sections. Called once, after the last series. */
  public void write(EncodedWriter dictionary, EncodedWriter postings) {
    int count = dimensions.size();
    int[] nameOrder = names.sorted();
    dictionary.writeInt(count);
    postings.writeInt(count);
    int dictionaryTable = reserve(dictionary, count);
    int postingsTable = reserve(postings, count);
    for (int d = 0; d < count; d++) {
      int number = d == 0 ? 0 : 1 + nameOrder[d - 1];
      DimensionValues dimension = dimensions.get(number);
      int[] order = dimension.values.sorted();
      dimension.sort(order, seriesCount);
      dictionary.setInt(dictionaryTable + 4 * d, dictionary.size());
      writeName(number, dictionary);
      writeDimension(dimension, order, dictionary);
      postings.setInt(postingsTable + 4 * d, postings.size());
      PostingsWriter.write(dimension.codes, order.length, packed, postings);
    }
  }

  private static int reserve(EncodedWriter out, int numbers) {
    int at = out.size();
    for (int i = 0; i < numbers; i++) {
      out.writeInt(0);
    }
    return at;
  }

  private void writeName(int dimension, EncodedWriter out) {
    if (dimension == 0) {
      out.writeVarint(0);
    } else {
      int length = names.length(dimension - 1);
      out.writeVarint(length);
      out.writeBytes(names.pool(), names.start(dimension - 1), length);
    }
  }

  private void writeDimension(DimensionValues dimension, int[] order, EncodedWriter out) {
    out.writeVarint(order.length);
    int table = reserve(out, 3);
    out.setInt(table, out.size());
    packed.write(dimension.codes, seriesCount, out);
    EncodedWriter text = new EncodedWriter(1 << 10);
    int[] groupStarts = new int[(order.length + GROUP - 1) / GROUP];
    for (int i = 0; i < order.length; i++) {
      if (i % GROUP == 0) {
        groupStarts[i / GROUP] = text.size();
      }
      writeValue(dimension.values, i % GROUP == 0 ? -1 : order[i - 1], order[i], text);
    }
    out.setInt(table + 4, out.size());
    packed.write(groupStarts, groupStarts.length, out);
    out.setInt(table + 8, out.size());
    out.writeBytes(text.bytes(), 0, text.size());
  }

  /**
   * Writes a value, telling what it shares with the one before it unless it is the first of a
   * group.
   */
  private static void writeValue(ValueNumbers values, int before, int number, EncodedWriter text) {
    byte[] pool = values.pool();
    int start = values.start(number);
    int end = start + values.length(number);
    if (before < 0) {
      text.writeVarint(end - start);
      text.writeBytes(pool, start, end - start);
      return;
    }
    int from = values.start(before);
    int length = values.length(before);
    // Sorted and distinct: the earlier one may be a prefix of this one, never the other way round.
    int shared = Arrays.mismatch(pool, from, from + length, pool, start, end);
    int dropped = length - shared;
    int added = end - start - shared;
    text.writeByte(Math.min(dropped, LONG) << 4 | Math.min(added, LONG));
    if (dropped >= LONG) {
      text.writeVarint(dropped);
    }
    if (added >= LONG) {
      text.writeVarint(added);
    }
    text.writeBytes(pool, start + shared, added);
  }
}
