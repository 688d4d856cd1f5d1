package io.lodestone.segments.index;

import io.lodestone.scan.Column;
import io.lodestone.scan.SeriesCondition;
import io.lodestone.scan.SeriesPredicate;
import io.lodestone.segments.encoding.MalformedVectorException;
import io.lodestone.segments.encoding.PackedColumn;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.roaringbitmap.RoaringBitmap;
import org.roaringbitmap.buffer.ImmutableRoaringBitmap;

/**
 * Which series have which value of a dimension. Bitmaps are read where they lie; a value that
 * occurs once has none. Immutable, safe for several threads.
 *
 * <pre>
 *   u32 n          dimensions, in the order of the dictionary
 *   u32 × n        where each dimension starts
 *   dimension      u32 × 3 where counts, places and bitmaps start
 *     counts       packed column: how many series have code 0, 1, 2, …
 *     places       packed column: count 1: the series; more: where its bitmap starts among the bitmaps; none: 0
 *     bitmaps      Roaring bitmaps in their portable form
 * </pre>
 */
public final class Postings {
  private final SeriesDictionary dictionary;
  private final SectionBytes bytes;

  /**
   * @param section the bytes of the section, already verified
   * @param dictionary that of the same segment
   */
  public Postings(MemorySegment section, SeriesDictionary dictionary) {
    this.dictionary = dictionary;
    this.bytes = new SectionBytes(section);
    if (bytes.intAt(0) != dictionary.dimensionCount()) {
      throw new MalformedVectorException(
          0, dictionary.dimensionCount() + " dimensions", "" + bytes.intAt(0));
    }
  }

  /**
   * The series of a share for which all conditions hold; with no condition, all of them.
   *
   * @param from the first series of the share
   * @param to the series after its last
   */
  public SeriesSelection select(List<SeriesPredicate> conditions, int from, int to) {
    RoaringBitmap selected = RoaringBitmap.bitmapOfRange(from, to);
    for (SeriesPredicate condition : conditions) {
      if (selected.isEmpty()) {
        break;
      }
      selected.and(matching(SeriesCondition.of(condition)));
    }
    return new SeriesSelection(selected);
  }

  private RoaringBitmap matching(SeriesCondition condition) {
    int dimension = dimension(condition.column());
    if (dimension < 0) {
      return condition.holdsWhenAbsent() ? all() : new RoaringBitmap();
    }
    if (condition.listed().length > 0) {
      return union(dimension, condition.listed());
    }
    RoaringBitmap series;
    if (condition.isOnPresence()) {
      series = condition.holdsWhenAbsent() ? new RoaringBitmap() : present(dimension);
    } else if (condition.unlisted().length > 0) {
      series = present(dimension);
      series.andNot(union(dimension, condition.unlisted()));
    } else {
      series = tested(dimension, condition);
    }
    if (condition.holdsWhenAbsent()) {
      addTo(series, dimension, 0);
    }
    return series;
  }

  /** Holds every value against a condition, from the first on that may begin as it must. */
  private RoaringBitmap tested(int dimension, SeriesCondition condition) {
    List<Integer> wanted = new ArrayList<>();
    List<Integer> others = new ArrayList<>();
    byte[] prefix = condition.prefix();
    int values = dictionary.valueCount(dimension);
    int code = prefix.length == 0 ? 1 : dictionary.firstNotBelow(dimension, prefix);
    EscapedValue value = new EscapedValue();
    for (; code <= values; code++) {
      dictionary.readValue(dimension, code, value);
      if (!value.startsWith(prefix)) {
        break;
      }
      boolean holds = condition.holds(value.bytes(), 0, value.length());
      (holds ? wanted : others).add(code);
    }
    // What is there and not among the others is cheaper to have when the others are few.
    boolean fewOthers = prefix.length == 0 && others.size() < wanted.size();
    RoaringBitmap found = new RoaringBitmap();
    (fewOthers ? others : wanted).forEach(each -> addTo(found, dimension, each));
    if (!fewOthers) {
      return found;
    }
    RoaringBitmap series = present(dimension);
    series.andNot(found);
    return series;
  }

  private int dimension(String column) {
    if (column.equals(Column.MEASURE_NAME)) {
      return 0;
    }
    byte[] name = Escaped.encode(column);
    return dictionary.dimension(name, 0, name.length);
  }

  private RoaringBitmap all() {
    return RoaringBitmap.bitmapOfRange(0, dictionary.seriesCount());
  }

  private RoaringBitmap present(int dimension) {
    if (dimension < 0) {
      return new RoaringBitmap();
    }
    RoaringBitmap series = all();
    RoaringBitmap without = new RoaringBitmap();
    addTo(without, dimension, 0);
    series.andNot(without);
    return series;
  }

  private RoaringBitmap union(int dimension, byte[][] values) {
    RoaringBitmap series = new RoaringBitmap();
    for (byte[] escaped : values) {
      int code = dictionary.code(dimension, escaped, 0, escaped.length);
      if (code > 0) {
        addTo(series, dimension, code);
      }
    }
    return series;
  }

  private void addTo(RoaringBitmap series, int dimension, int code) {
    int table = bytes.intAt(4 + 4L * dimension);
    int codes = dictionary.valueCount(dimension) + 1;
    long count = new PackedColumn(bytes.memory(), bytes.intAt(table), codes).get(code);
    if (count == 0) {
      return;
    }
    long place = new PackedColumn(bytes.memory(), bytes.intAt(table + 4L), codes).get(code);
    if (count == 1) {
      if (place < 0 || place >= dictionary.seriesCount()) {
        throw new MalformedVectorException(table, "the number of a series", "" + place);
      }
      series.add((int) place);
      return;
    }
    ImmutableRoaringBitmap bitmap =
        new ImmutableRoaringBitmap(
            bytes.memory().asSlice(bytes.intAt(table + 8L) + place).asByteBuffer());
    if (bitmap.getLongCardinality() != count || bitmap.last() >= dictionary.seriesCount()) {
      throw new MalformedVectorException(
          table, count + " series", bitmap.getLongCardinality() + " up to " + bitmap.last());
    }
    series.or(bitmap.toRoaringBitmap());
  }

  /**
   * Holds every bitmap against the codes of the dictionary.
   *
   * @throws MalformedVectorException when they disagree
   */
  public void verify() {
    for (int d = 0; d < dictionary.dimensionCount(); d++) {
      int codes = dictionary.valueCount(d) + 1;
      RoaringBitmap[] expected = new RoaringBitmap[codes];
      Arrays.setAll(expected, code -> new RoaringBitmap());
      for (int s = 0; s < dictionary.seriesCount(); s++) {
        expected[dictionary.codeOf(d, s)].add(s);
      }
      for (int code = 0; code < codes; code++) {
        RoaringBitmap found = new RoaringBitmap();
        addTo(found, d, code);
        if (!found.equals(expected[code])) {
          throw new MalformedVectorException(
              bytes.intAt(4 + 4L * d), "postings " + expected[code], found.toString());
        }
      }
    }
  }
}
