package io.lodestone.scan;

import io.lodestone.model.SeriesKeyReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * A {@link SeriesPredicate} made ready to be held against values in the form that series keys hold.
 * Whoever keeps values in order need not test them all: see {@link #listed}, {@link #unlisted} and
 * {@link #prefix}. Immutable, safe for several threads.
 */
public final class SeriesCondition {
  private static final int FALSE = -1;
  private static final int UNKNOWN = 0;
  private static final int TRUE = 1;
  private static final byte[][] NOTHING = {};

  /** Tells of a value, {@code bytes[from .. to)} in escaped form. */
  private interface Test {
    boolean holds(byte[] bytes, int from, int to);
  }

  private final String column;
  private final Test test;
  private final boolean whenAbsent;
  private final boolean onPresence;
  private final byte[] prefix;
  private final byte[][] listed;
  private final byte[][] unlisted;

  private SeriesCondition(SeriesPredicate predicate) {
    this.column = predicate.column();
    this.test = testOf(predicate);
    this.whenAbsent = truthWhenAbsent(predicate) == TRUE;
    this.onPresence =
        predicate instanceof SeriesPredicate.IsPresent
            || predicate instanceof SeriesPredicate.IsAbsent;
    this.prefix = prefixOf(predicate);
    this.listed = predicate instanceof SeriesPredicate.In in ? sorted(in.values()) : NOTHING;
    this.unlisted =
        predicate instanceof SeriesPredicate.NotIn notIn ? sorted(notIn.values()) : NOTHING;
  }

  public static SeriesCondition of(SeriesPredicate predicate) {
    return new SeriesCondition(predicate);
  }

  public static List<SeriesCondition> of(List<SeriesPredicate> predicates) {
    return predicates.stream().map(SeriesCondition::of).toList();
  }

  /** The column it speaks of. */
  public String column() {
    return column;
  }

  /** Whether it is true of a series that lacks the column. */
  public boolean holdsWhenAbsent() {
    return whenAbsent;
  }

  /**
   * Whether it is true of a value.
   *
   * @param bytes the array that holds the value as keys do
   * @param from where it starts
   * @param to first byte after it
   */
  public boolean holds(byte[] bytes, int from, int to) {
    return test.holds(bytes, from, to);
  }

  /** Whether it asks only if there is a value: it is true of all values or of none. */
  public boolean isOnPresence() {
    return onPresence;
  }

  /** The only values of which it is true, ascending; empty when it is no such list. */
  public byte[][] listed() {
    return listed;
  }

  /** The only values of which it is false, ascending; empty when it is no such list. */
  public byte[][] unlisted() {
    return unlisted;
  }

  /** Bytes with which every value begins of which it is true; empty when nothing is known. */
  public byte[] prefix() {
    return prefix;
  }

  static byte[] escaped(String text) {
    return SeriesKeyReader.escaped(text);
  }

  private static byte[][] sorted(Collection<String> values) {
    byte[][] sorted = values.stream().map(SeriesCondition::escaped).toArray(byte[][]::new);
    Arrays.sort(sorted, Arrays::compareUnsigned);
    return sorted;
  }

  private static Test testOf(SeriesPredicate predicate) {
    return switch (predicate) {
      case SeriesPredicate.In in -> {
        byte[][] values = sorted(in.values());
        yield (bytes, from, to) -> contains(values, bytes, from, to);
      }
      case SeriesPredicate.NotIn notIn -> {
        byte[][] values = sorted(notIn.values());
        yield (bytes, from, to) -> !contains(values, bytes, from, to);
      }
      case SeriesPredicate.IsPresent _ -> (bytes, from, to) -> true;
      case SeriesPredicate.IsAbsent _ -> (bytes, from, to) -> false;
      case SeriesPredicate.Prefix(String _, String text) -> {
        byte[] start = escaped(text);
        yield (bytes, from, to) ->
            to - from >= start.length
                && Arrays.equals(bytes, from, from + start.length, start, 0, start.length);
      }
      case SeriesPredicate.Like(String _, String pattern, String escape) ->
          LikePattern.of(pattern, escape)::matches;
      case SeriesPredicate.Not(SeriesPredicate of) -> {
        Test inner = testOf(of);
        yield (bytes, from, to) -> !inner.holds(bytes, from, to);
      }
      case SeriesPredicate.AllOf(List<SeriesPredicate> parts) -> {
        List<Test> tests = testsOf(parts);
        yield (bytes, from, to) -> tests.stream().allMatch(t -> t.holds(bytes, from, to));
      }
      case SeriesPredicate.AnyOf(List<SeriesPredicate> parts) -> {
        List<Test> tests = testsOf(parts);
        yield (bytes, from, to) -> tests.stream().anyMatch(t -> t.holds(bytes, from, to));
      }
    };
  }

  private static List<Test> testsOf(List<SeriesPredicate> parts) {
    List<Test> tests = new ArrayList<>();
    parts.forEach(part -> tests.add(testOf(part)));
    return tests;
  }

  private static boolean contains(byte[][] values, byte[] bytes, int from, int to) {
    int low = 0;
    int high = values.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      byte[] value = values[middle];
      int order = Arrays.compareUnsigned(value, 0, value.length, bytes, from, to);
      if (order == 0) {
        return true;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return false;
  }

  /** Three truths as numbers make NOT a change of sign, AND a minimum and OR a maximum. */
  private static int truthWhenAbsent(SeriesPredicate predicate) {
    return switch (predicate) {
      case SeriesPredicate.IsPresent _ -> FALSE;
      case SeriesPredicate.IsAbsent _ -> TRUE;
      case SeriesPredicate.In _,
          SeriesPredicate.NotIn _,
          SeriesPredicate.Prefix _,
          SeriesPredicate.Like _ ->
          UNKNOWN;
      case SeriesPredicate.Not(SeriesPredicate of) -> -truthWhenAbsent(of);
      case SeriesPredicate.AllOf(List<SeriesPredicate> parts) ->
          parts.stream().mapToInt(SeriesCondition::truthWhenAbsent).min().orElse(TRUE);
      case SeriesPredicate.AnyOf(List<SeriesPredicate> parts) ->
          parts.stream().mapToInt(SeriesCondition::truthWhenAbsent).max().orElse(FALSE);
    };
  }

  private static byte[] prefixOf(SeriesPredicate predicate) {
    return switch (predicate) {
      case SeriesPredicate.Prefix(String _, String text) -> escaped(text);
      case SeriesPredicate.Like(String _, String pattern, String escape) ->
          LikePattern.of(pattern, escape).prefix();
      case SeriesPredicate.AllOf(List<SeriesPredicate> parts) ->
          parts.stream()
              .map(SeriesCondition::prefixOf)
              .reduce(new byte[0], (one, two) -> one.length >= two.length ? one : two);
      case SeriesPredicate.In _,
          SeriesPredicate.NotIn _,
          SeriesPredicate.IsPresent _,
          SeriesPredicate.IsAbsent _,
          SeriesPredicate.Not _,
          SeriesPredicate.AnyOf _ ->
          new byte[0];
    };
  }
}
