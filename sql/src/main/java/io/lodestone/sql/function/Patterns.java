package io.lodestone.sql.function;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.lodestone.sql.type.EvaluationException;

/** Compiled regular expressions: remembers the last one, since most statements have but one. */
final class Patterns {
  private String text;
  private Pattern pattern;

  Matcher matcher(String pattern, String subject) {
    if (!pattern.equals(text)) {
      try {
        this.pattern = Pattern.compile(pattern);
      } catch (PatternSyntaxException e) {
        throw new EvaluationException("Invalid regular expression: " + e.getMessage());
      }
      text = pattern;
    }
    return this.pattern.matcher(subject);
  }

  /** The number of a group, if there is one. */
  static int group(Matcher matcher, long group) {
    if (group < 0) {
      throw new EvaluationException("Group cannot be negative");
    }
    if (group > matcher.groupCount()) {
      throw new EvaluationException(
          "Pattern has %s groups. Cannot access group %s".formatted(matcher.groupCount(), group));
    }
    return (int) group;
  }

  /**
   * Appends the text that takes the place of a match: {@code $1} and <code>${name}</code> are
   * groups, and a backslash takes the meaning from what follows.
   */
  static void appendReplacement(Matcher matcher, String replacement, StringBuilder target) {
    for (int i = 0; i < replacement.length(); i++) {
      char c = replacement.charAt(i);
      if (c == '\\') {
        if (++i == replacement.length()) {
          throw illegal(replacement);
        }
        target.append(replacement.charAt(i));
      } else if (c == '$') {
        i = appendGroup(matcher, replacement, i + 1, target);
      } else {
        target.append(c);
      }
    }
  }

  /** Returns where the name of the group ends. */
  private static int appendGroup(
      Matcher matcher, String replacement, int start, StringBuilder target) {
    String found;
    int end = start;
    if (replacement.startsWith("{", start)) {
      end = replacement.indexOf('}', start);
      if (end < 0) {
        throw illegal(replacement);
      }
      found = named(matcher, replacement.substring(start + 1, end));
    } else {
      int group = -1;
      while (end < replacement.length() && isDigit(replacement.charAt(end))) {
        int longer = Math.max(group, 0) * 10 + replacement.charAt(end) - '0';
        if (group >= 0 && longer > matcher.groupCount()) {
          break; // "$12" is group 1 and a 2 where there are less than twelve.
        }
        group = longer;
        end++;
      }
      if (group < 0 || group > matcher.groupCount()) {
        throw illegal(replacement);
      }
      end--;
      found = matcher.group(group);
    }
    target.append(found == null ? "" : found);
    return end;
  }

  private static String named(Matcher matcher, String name) {
    try {
      return matcher.group(name);
    } catch (IllegalArgumentException e) {
      throw new EvaluationException("Illegal replacement sequence: unknown group { " + name + " }");
    }
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static EvaluationException illegal(String replacement) {
    return new EvaluationException("Illegal replacement sequence: " + replacement);
  }
}
