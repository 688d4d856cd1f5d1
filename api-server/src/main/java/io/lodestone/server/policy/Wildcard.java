package io.lodestone.server.policy;

import java.util.Locale;

/**
 * A text in which {@code *} stands for any run of characters, an empty one included, and {@code ?}
 * for any single one. Immutable.
 */
final class Wildcard {
  private final String pattern;
  private final boolean ignoreCase;

  private Wildcard(String pattern, boolean ignoreCase) {
    this.pattern = pattern;
    this.ignoreCase = ignoreCase;
  }

  static Wildcard of(String pattern) {
    return new Wildcard(pattern, false);
  }

  /** For names of actions, which have no case. */
  static Wildcard ignoringCase(String pattern) {
    return new Wildcard(pattern.toLowerCase(Locale.ROOT), true);
  }

  /** Takes time in the product of both lengths at worst, and no stack. */
  boolean matches(String text) {
    String subject = ignoreCase ? text.toLowerCase(Locale.ROOT) : text;
    int p = 0;
    int s = 0;
    // Where the last star stands, and up to where its run reaches so far. Only the last one ever
    // has to give: what an earlier one could take instead, the later one can take as well.
    int star = -1;
    int runEnd = 0;
    while (s < subject.length()) {
      char c = p < pattern.length() ? pattern.charAt(p) : 0;
      if (c == '*') {
        star = p++;
        runEnd = s;
      } else if (p < pattern.length() && (c == '?' || c == subject.charAt(s))) {
        p++;
        s++;
      } else if (star >= 0) {
        p = star + 1;
        s = ++runEnd;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  @Override
  public String toString() {
    return pattern;
  }
}
