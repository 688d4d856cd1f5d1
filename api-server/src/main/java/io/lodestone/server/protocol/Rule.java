package io.lodestone.server.protocol;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A constraint on a member of a request, as AWS's service models declare them. Open to inspection,
 * so that a test can hold ours against the published models. Immutable.
 *
 * @param <V> the Java type of the value
 */
public sealed interface Rule<V> {
  /** Texts of a length in characters. */
  static Text text(int lengthMin, int lengthMax) {
    return new Text(lengthMin, lengthMax, Optional.empty(), Set.of(), List.of());
  }

  /** Any text. */
  static Text text() {
    return text(0, Integer.MAX_VALUE);
  }

  /** One of these words. */
  static Text oneOf(String... values) {
    return new Text(0, Integer.MAX_VALUE, Optional.empty(), Set.of(values), List.of(values));
  }

  /** Whole numbers in a range, both ends included. */
  static <N extends Number> Range<N> range(long min, long max) {
    return new Range<>(min, max);
  }

  /** Lists of a size, and what holds for each element. */
  static <V> Elements<V> list(int sizeMin, int sizeMax, Rule<V> element) {
    return new Elements<>(sizeMin, sizeMax, element);
  }

  /** A structure with members of its own. */
  static <V> Structure<V> structure(Shape<V> shape) {
    return new Structure<>(shape);
  }

  /** No constraint beyond the type. */
  static <V> Anything<V> anything() {
    return new Anything<>();
  }

  /** Checks a value that is there, and says into the violations what is wrong with it. */
  void check(V value, Violations violations);

  /**
   * A constraint on text.
   *
   * @param lengthMin least length in code points
   * @param lengthMax greatest length in code points
   * @param pattern what the whole text has to match
   * @param allowed the only values, if not empty
   * @param allowedInOrder the same, as messages list them
   */
  record Text(
      int lengthMin,
      int lengthMax,
      Optional<Pattern> pattern,
      Set<String> allowed,
      List<String> allowedInOrder)
      implements Rule<String> {
    public Text {
      Objects.requireNonNull(pattern, "pattern");
      allowed = Set.copyOf(allowed);
      allowedInOrder = List.copyOf(allowedInOrder);
    }

    /** The same, and the whole text matches a regular expression. */
    public Text matching(String regex) {
      return new Text(
          lengthMin, lengthMax, Optional.of(Pattern.compile(regex)), allowed, allowedInOrder);
    }

    @Override
    public void check(String value, Violations violations) {
      int length = value.codePointCount(0, value.length());
      if (length < lengthMin) {
        violations.add(value, "Member must have length greater than or equal to " + lengthMin);
      }
      if (length > lengthMax) {
        violations.add(value, "Member must have length less than or equal to " + lengthMax);
        // Not matched: a pattern's work grows with the text.
      } else if (pattern.isPresent() && !pattern.get().matcher(value).matches()) {
        violations.add(
            value, "Member must satisfy regular expression pattern: " + pattern.get().pattern());
      }
      if (!allowed.isEmpty() && !allowed.contains(value)) {
        violations.add(value, "Member must satisfy enum value set: " + allowedInOrder);
      }
    }
  }

  /**
   * A constraint on a whole number.
   *
   * @param min least value
   * @param max greatest value
   */
  record Range<N extends Number>(long min, long max) implements Rule<N> {
    @Override
    public void check(N value, Violations violations) {
      if (value.longValue() < min) {
        violations.add(value, "Member must have value greater than or equal to " + min);
      }
      if (value.longValue() > max) {
        violations.add(value, "Member must have value less than or equal to " + max);
      }
    }
  }

  /**
   * A constraint on a list.
   *
   * @param sizeMin least number of elements
   * @param sizeMax greatest number of elements
   * @param element what holds for each
   */
  record Elements<V>(int sizeMin, int sizeMax, Rule<V> element) implements Rule<List<V>> {
    @Override
    public void check(List<V> value, Violations violations) {
      if (value.size() < sizeMin) {
        violations.add(value, "Member must have length greater than or equal to " + sizeMin);
      }
      if (value.size() > sizeMax) {
        // The elements are not looked at: the list may be as long as a request body.
        violations.add(value, "Member must have length less than or equal to " + sizeMax);
        return;
      }
      for (int i = 0; i < value.size(); i++) {
        violations.enterElement(i);
        V v = value.get(i);
        if (v == null) {
          violations.addNull();
        } else {
          element.check(v, violations);
        }
        violations.leave();
      }
    }
  }

  /**
   * The constraints of a structure's members.
   *
   * @param shape which structure
   */
  record Structure<V>(Shape<V> shape) implements Rule<V> {
    @Override
    public void check(V value, Violations violations) {
      for (Shape.Member<V, ?> member : shape.members()) {
        checkMember(value, member, violations);
      }
    }

    private static <V, M> void checkMember(
        V value, Shape.Member<V, M> member, Violations violations) {
      Function<V, ? extends M> read = member.read();
      M m = read.apply(value);
      if (m == null && !member.required()) {
        return;
      }
      violations.enterMember(member.name());
      if (m == null) {
        violations.addNull();
      } else {
        member.rule().check(m, violations);
      }
      violations.leave();
    }
  }

  /** No constraint. */
  record Anything<V>() implements Rule<V> {
    @Override
    public void check(V value, Violations violations) {}
  }
}
