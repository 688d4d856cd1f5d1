package io.lodestone.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts answers that are held against Trino's, and keeps the differences. */
final class Agreement {
  private static final int SHOWN = 40;

  private final Deviations deviations;
  private final List<String> differences = new ArrayList<>();
  private final Map<String, Integer> explained = new TreeMap<>();
  private int cases;
  private int unjudged;

  Agreement(Deviations deviations) {
    this.deviations = deviations;
  }

  /** Every value is a case of its own, and rows come in an order. */
  void values(String statement, List<String> theirs, List<String> ours) {
    if (theirs.size() != ours.size()) {
      difference(statement, theirs.toString(), ours.toString());
      return;
    }
    for (int row = 0; row < theirs.size(); row++) {
      String[] expected = theirs.get(row).split(" \\| ", -1);
      String[] actual = ours.get(row).split(" \\| ", -1);
      if (expected.length != actual.length) {
        difference(statement, theirs.get(row), ours.get(row));
        continue;
      }
      for (int i = 0; i < expected.length; i++) {
        cases++;
        if (!isSame(expected[i], actual[i])) {
          difference(part(statement, i), expected[i], actual[i]);
        }
      }
    }
  }

  /** All rows together are one case. What Trino cannot plan is none. */
  void rows(String statement, boolean ordered, List<String> theirs, List<String> ours) {
    boolean theyFail = isError(theirs);
    if (theyFail && theirs.getFirst().contains("not supported")) {
      unjudged++;
      return;
    }
    cases++;
    List<String> expected = new ArrayList<>(theirs);
    List<String> actual = new ArrayList<>(ours);
    if (!ordered) {
      Collections.sort(expected);
      Collections.sort(actual);
    }
    boolean same = expected.size() == actual.size();
    for (int i = 0; same && i < expected.size(); i++) {
      same = isSameRow(expected.get(i), actual.get(i));
    }
    if (!same && !(theyFail && isError(ours))) {
      difference(statement, String.join(" ; ", expected), String.join(" ; ", actual));
    }
  }

  /** Fails when there is a difference that the table of deviations does not explain. */
  void check() {
    System.out.printf(
        "%d cases held against Trino, %d differences that are explained %s, %d cases not judged%n",
        cases, explained.values().stream().mapToInt(n -> n).sum(), explained, unjudged);
    assertEquals(
        List.of(),
        differences.stream().limit(SHOWN).toList(),
        () -> differences.size() + " unexplained differences");
  }

  int cases() {
    return cases;
  }

  private void difference(String asked, String theirs, String ours) {
    deviations
        .explanation(asked, theirs, ours)
        .ifPresentOrElse(
            name -> explained.merge(name, 1, Integer::sum),
            () -> differences.add(asked + "\n  Trino " + theirs + "\n  ours  " + ours));
  }

  private static boolean isError(List<String> answer) {
    return answer.size() == 1 && answer.getFirst().startsWith("error");
  }

  /** The expression that a value belongs to, if the statement is one of expressions. */
  private static String part(String statement, int index) {
    String[] parts = statement.split("(SELECT|,) (?=TRY\\()", -1);
    return parts.length > index + 1 && !statement.contains(" FROM (VALUES")
        ? parts[index + 1]
        : "value " + (index + 1) + " of " + statement;
  }

  private static boolean isSameRow(String expected, String actual) {
    String[] theirs = expected.split(" \\| ", -1);
    String[] ours = actual.split(" \\| ", -1);
    boolean same = theirs.length == ours.length;
    for (int i = 0; same && i < theirs.length; i++) {
      same = isSame(theirs[i], ours[i]);
    }
    return same;
  }

  /** The same text, or doubles that differ by what two ways of adding up differ. */
  private static boolean isSame(String expected, String actual) {
    if (expected.equals(actual)) {
      return true;
    }
    try {
      double a = Double.parseDouble(expected);
      double b = Double.parseDouble(actual);
      return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.max(Math.abs(a), Math.abs(b)))
          && (expected.contains(".") || expected.contains("E"));
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
