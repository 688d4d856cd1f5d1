package io.lodestone.sql;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.testkit.data.Seed;
import io.lodestone.testkit.data.SeedExtension;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The statements of the stories, broken: tokens left out, doubled, exchanged, taken from other
 * statements, texts cut short. Whatever comes of it is an answer, or an error that says of which
 * kind it is, and where. How many are tried is {@code -Dlodestone.sql.broken=…}.
 */
@ExtendWith(SeedExtension.class)
final class BrokenStatementsTest {
  private static final int STATEMENTS = Integer.getInteger("lodestone.sql.broken", 1_500);
  private static final Pattern TOKENS =
      Pattern.compile("'[^']*'|\"[^\"]*\"|[\\p{L}\\p{N}_.:]+|\\s+|.", Pattern.DOTALL);

  /** What no statement of the stories has. */
  private static final List<String> STRANGE =
      List.of(
          "",
          "'",
          "\"",
          "`",
          "\u0000",
          "\uD83D\uDE00",
          "ä",
          "--",
          "/*",
          "@",
          "?",
          "@p",
          "::",
          "->",
          "9999999999999999999",
          "1e999",
          "0x",
          "5.",
          ".5",
          "NULL",
          "CAST(",
          "ARRAY[",
          "ROW(",
          "(SELECT",
          ")",
          ";",
          "\n",
          "\t",
          "OVER (",
          "WINDOW w AS (",
          "UNNEST(",
          "GROUP BY",
          "LIMIT");

  private final SqlEngine engine =
      new SqlEngine(
          SampleTables.create(),
          InstantSource.fixed(SampleTables.NOW),
          SqlOptions.DEFAULTS.withMemoryBytesMax(16L << 20));

  @Test
  void brokenStatementsFailByTheRules(Seed seed) throws IOException {
    SplittableRandom random = seed.random();
    List<List<String>> statements = statements();
    Map<SqlException.Kind, Integer> failures = new EnumMap<>(SqlException.Kind.class);
    for (int i = 0; i < STATEMENTS; i++) {
      List<String> tokens = new ArrayList<>(statements.get(random.nextInt(statements.size())));
      for (int n = random.nextInt(1, 4); n > 0; n--) {
        breakOnce(tokens, statements, random);
      }
      String sql = String.join("", tokens);
      try (QueryResult result = engine.execute(sql)) {
        while (result.advance()) {
          assertTrue(result.batch().rowCount() > 0, sql);
        }
      } catch (SqlException e) {
        failures.merge(e.kind(), 1, Integer::sum);
        check(e, sql);
      } catch (RuntimeException | Error e) {
        throw new AssertionError(sql, e);
      }
    }
    // All kinds of trouble were met, or the test tests little.
    assertTrue(
        failures.getOrDefault(SqlException.Kind.SYNTAX, 0) > STATEMENTS / 10, failures::toString);
    assertTrue(
        failures.getOrDefault(SqlException.Kind.SEMANTIC, 0) > STATEMENTS / 10, failures::toString);
    assertTrue(failures.containsKey(SqlException.Kind.EXECUTION), failures::toString);
  }

  private static void check(SqlException e, String sql) {
    String said = e.kind() + " " + e.getMessage() + "\n" + sql;
    assertTrue(e.getMessage() != null && !e.getMessage().isBlank(), said);
    assertFalse(e.getMessage().contains("io.trino") || e.getMessage().contains("java."), said);
    switch (e.kind()) {
      case SYNTAX -> {
        assertTrue(e.getMessage().startsWith("The query syntax is invalid at line "), said);
        checkPlace(e, sql, said);
      }
      case SEMANTIC -> {
        assertTrue(e.getMessage().contains("line " + e.line() + ":" + e.column()), said);
        checkPlace(e, sql, said);
      }
      case EXECUTION, LIMIT -> assertTrue(e.line() == 0 && e.column() == 0, said);
    }
  }

  /** The place lies in the text, or right behind it. */
  private static void checkPlace(SqlException e, String sql, String said) {
    String[] lines = sql.split("\n", -1);
    assertTrue(e.line() >= 1 && e.line() <= lines.length, said);
    String line = lines[e.line() - 1];
    assertTrue(
        e.column() >= 1 && e.column() <= line.codePointCount(0, line.length()) + 1,
        () -> said + "\n" + e.line() + ":" + e.column());
  }

  private static void breakOnce(
      List<String> tokens, List<List<String>> statements, SplittableRandom random) {
    int at = random.nextInt(tokens.size());
    List<String> other = statements.get(random.nextInt(statements.size()));
    if (random.nextInt(3) > 0) {
      exchange(tokens, at, other, random);
      return;
    }
    switch (random.nextInt(8)) {
      case 0 -> tokens.set(at, "");
      case 1 -> tokens.add(at, tokens.get(at));
      case 2 -> tokens.set(at, tokens.get(random.nextInt(tokens.size())));
      case 3, 4 -> tokens.set(at, other.get(random.nextInt(other.size())));
      case 5 -> tokens.set(at, STRANGE.get(random.nextInt(STRANGE.size())));
      case 6 -> tokens.add(at, STRANGE.get(random.nextInt(STRANGE.size())));
      default -> {
        if (random.nextInt(4) == 0) {
          tokens.subList(Math.max(1, at), tokens.size()).clear();
        } else {
          int second = random.nextInt(tokens.size());
          String one = tokens.get(at);
          tokens.set(at, tokens.get(second));
          tokens.set(second, one);
        }
      }
    }
  }

  /** Puts another name, number or text in the place of one, which mostly leaves a statement. */
  private static void exchange(
      List<String> tokens, int at, List<String> other, SplittableRandom random) {
    int from = random.nextInt(other.size());
    for (int i = 0; i < tokens.size(); i++) {
      int place = (at + i) % tokens.size();
      if (isValue(tokens.get(place))) {
        for (int k = 0; k < other.size(); k++) {
          String value = other.get((from + k) % other.size());
          if (isValue(value)) {
            tokens.set(place, value);
            return;
          }
        }
      }
    }
  }

  /** Words of the language are in upper case in the stories. */
  private static boolean isValue(String token) {
    return token.matches("'.*'|\".*\"|[a-z0-9_].*") && !token.isBlank();
  }

  /** The statements of the stories in tokens. */
  private static List<List<String>> statements() throws IOException {
    return Stories.all().stream()
        .map(story -> TOKENS.matcher(story.sql()).results().map(MatchResult::group).toList())
        .toList();
  }
}
