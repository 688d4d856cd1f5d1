package io.lodestone.scan;

import java.util.Arrays;

/**
 * A LIKE pattern, held against texts in the form that series keys hold (see {@link
 * io.lodestone.model.SeriesKeyEncoder}), where the character U+0000 takes two bytes. Immutable.
 */
final class LikePattern {
  /** A step that stands for any text. */
  private static final int ANY_TEXT = -1;

  /** A step that stands for one character. */
  private static final int ONE_CHARACTER = -2;

  /** Bytes, as numbers from 0 to 255, and the two above. */
  private final int[] steps;

  private LikePattern(int[] steps) {
    this.steps = steps;
  }

  /**
   * Reads a pattern.
   *
   * @param escape one character, or empty
   * @throws IllegalArgumentException when the escape is not that, or stands before anything but a
   *     wildcard and itself
   */
  static LikePattern of(String pattern, String escape) {
    if (escape.codePointCount(0, escape.length()) > 1) {
      throw new IllegalArgumentException("escape must be one character, found " + escape);
    }
    int escaping = escape.isEmpty() ? -1 : escape.codePointAt(0);
    int[] characters = pattern.codePoints().toArray();
    int[] steps = new int[8 * characters.length];
    int count = 0;
    for (int i = 0; i < characters.length; i++) {
      int character = characters[i];
      if (character == escaping) {
        int next = ++i < characters.length ? characters[i] : 0;
        if (next != '%' && next != '_' && next != escaping) {
          throw new IllegalArgumentException(
              "the escape in " + pattern + " stands before neither %, _ nor itself");
        }
        count = append(next, steps, count);
      } else if (character == '%') {
        steps[count++] = ANY_TEXT;
      } else if (character == '_') {
        steps[count++] = ONE_CHARACTER;
      } else {
        count = append(character, steps, count);
      }
    }
    return new LikePattern(Arrays.copyOf(steps, count));
  }

  private static int append(int character, int[] steps, int count) {
    int at = count;
    for (byte b : SeriesCondition.escaped(Character.toString(character))) {
      steps[at++] = b & 0xFF;
    }
    return at;
  }

  /** The bytes with which every text begins that matches. */
  byte[] prefix() {
    int length = 0;
    while (length < steps.length && steps[length] >= 0) {
      length++;
    }
    byte[] prefix = new byte[length];
    for (int i = 0; i < length; i++) {
      prefix[i] = (byte) steps[i];
    }
    return prefix;
  }

  /** Whether a text matches; goes back to the last {@code %} where it has to. */
  boolean matches(byte[] text, int from, int to) {
    int at = from;
    int step = 0;
    int anyStep = -1;
    int anyFrom = from;
    while (at < to) {
      if (step < steps.length && steps[step] == ANY_TEXT) {
        anyStep = step++;
        anyFrom = at;
      } else if (step < steps.length && steps[step] == ONE_CHARACTER) {
        at = Math.min(to, at + characterBytes(text, at));
        step++;
      } else if (step < steps.length && steps[step] == (text[at] & 0xFF)) {
        at++;
        step++;
      } else if (anyStep >= 0) {
        anyFrom += characterBytes(text, anyFrom);
        at = anyFrom;
        step = anyStep + 1;
      } else {
        return false;
      }
    }
    while (step < steps.length && steps[step] == ANY_TEXT) {
      step++;
    }
    return step == steps.length && at == to;
  }

  /** How many bytes the character takes that begins here. */
  private static int characterBytes(byte[] text, int at) {
    int first = text[at] & 0xFF;
    if (first == 0) {
      return 2;
    }
    return first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  }
}
