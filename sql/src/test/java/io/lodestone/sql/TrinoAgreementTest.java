package io.lodestone.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lodestone.testkit.data.Seed;
import io.lodestone.testkit.data.SeedExtension;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Holds our answers against Trino's. The gate uses answers that Trino gave once; with {@code
 * -Dlodestone.sql.judge=CLASSPATH_FILE} Trino runs beside, and judges statements of the seed.
 * {@code -Dlodestone.sql.judge.store=true} writes the stored answers anew.
 */
@ExtendWith(SeedExtension.class)
final class TrinoAgreementTest {
  private static final Path STORED = Path.of("src/test/resources/trino/answers.txt");
  private static final long STORED_SEED = 435;
  private static final int SHOWN = 40;

  /** How often each pattern is filled: 30 make some 5,000 values. */
  private static final int EACH = Integer.getInteger("lodestone.sql.judge.each", 30);

  private final SqlEngine engine =
      new SqlEngine(
          SampleTables.create(), InstantSource.fixed(SampleTables.NOW), SqlOptions.DEFAULTS);

  @Test
  void storedAnswersAreOurs() throws IOException {
    List<String> statements = new ArrayList<>();
    List<List<String>> answers = new ArrayList<>();
    List<String> rows = new ArrayList<>();
    String statement = null;
    for (String line : Files.readAllLines(STORED)) {
      if (line.isEmpty()) {
        statements.add(statement);
        answers.add(List.copyOf(rows));
        rows.clear();
        statement = null;
      } else if (statement == null) {
        statement = line;
      } else {
        rows.add(line);
      }
    }
    compare(statements, answers);
  }

  @Test
  @EnabledIfSystemProperty(named = "lodestone.sql.judge", matches = ".+")
  void generatedStatementsAgree(Seed seed) throws IOException {
    List<String> statements = statements(seed.random(), EACH);
    compare(statements, judged(statements));
  }

  @Test
  @EnabledIfSystemProperty(named = "lodestone.sql.judge.store", matches = "true")
  void storeAnswers() throws IOException {
    List<String> statements = statements(new SplittableRandom(STORED_SEED), EACH);
    List<List<String>> answers = judged(statements);
    Files.createDirectories(STORED.getParent());
    try (Writer out = Files.newBufferedWriter(STORED)) {
      for (int i = 0; i < statements.size(); i++) {
        out.write(statements.get(i) + "\n" + String.join("\n", answers.get(i)) + "\n\n");
      }
    }
  }

  private static List<String> statements(SplittableRandom random, int each) {
    TrinoCases cases = new TrinoCases(random);
    List<String> statements = new ArrayList<>(cases.expressions(each));
    statements.addAll(cases.aggregates(each));
    return statements;
  }

  private static List<List<String>> judged(List<String> statements) throws IOException {
    String classPath = Files.readString(Path.of(System.getProperty("lodestone.sql.judge"))).strip();
    Process judge =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath,
                "judge/Judge.java")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    Thread.ofPlatform()
        .start(
            () -> {
              try (Writer in = judge.outputWriter(StandardCharsets.UTF_8)) {
                for (String statement : statements) {
                  in.write(statement + "\n");
                }
              } catch (IOException e) {
                judge.destroy();
              }
            });
    List<List<String>> answers = new ArrayList<>();
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(judge.getInputStream(), StandardCharsets.UTF_8))) {
      List<String> rows = new ArrayList<>();
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.isEmpty()) {
          answers.add(List.copyOf(rows));
          rows.clear();
        } else {
          rows.add(line);
        }
      }
    }
    assertEquals(statements.size(), answers.size(), "answers of the judge");
    return answers;
  }

  private void compare(List<String> statements, List<List<String>> answers) {
    List<String> differences = new ArrayList<>();
    int values = 0;
    for (int i = 0; i < statements.size(); i++) {
      List<String> ours = Answer.of(engine, statements.get(i));
      List<String> rows = ours.size() > 1 ? ours.subList(1, ours.size()) : ours;
      values += compareRows(statements.get(i), answers.get(i), rows, differences);
    }
    System.out.println(values + " values held against Trino");
    assertEquals(
        List.of(),
        differences.stream().limit(SHOWN).toList(),
        () -> differences.size() + " differences");
  }

  private static int compareRows(
      String statement, List<String> theirs, List<String> ours, List<String> differences) {
    if (theirs.size() != ours.size()) {
      differences.add(statement + "\n  Trino " + theirs + "\n  ours  " + ours);
      return 1;
    }
    int values = 0;
    for (int row = 0; row < theirs.size(); row++) {
      String[] expected = theirs.get(row).split(" \\| ", -1);
      String[] actual = ours.get(row).split(" \\| ", -1);
      if (expected.length != actual.length) {
        differences.add(statement + "\n  Trino " + theirs + "\n  ours  " + ours);
        continue;
      }
      for (int i = 0; i < expected.length; i++) {
        values++;
        if (!same(expected[i], actual[i])) {
          differences.add(
              "value %d of %s%n  Trino %s%n  ours  %s"
                  .formatted(i + 1, part(statement, i), expected[i], actual[i]));
        }
      }
    }
    return values;
  }

  /** The expression that a value belongs to, if the statement is one of expressions. */
  private static String part(String statement, int index) {
    String[] parts = statement.split("(SELECT|,) (?=TRY\\()", -1);
    return parts.length > index + 1 && !statement.contains(" FROM (VALUES")
        ? parts[index + 1]
        : statement;
  }

  /** The same text, or doubles that differ by what two ways of adding up differ. */
  private static boolean same(String expected, String actual) {
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
