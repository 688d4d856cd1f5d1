package io.lodestone.sql;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.testkit.data.Seed;
import io.lodestone.testkit.data.SeedExtension;
import java.io.IOException;
import java.io.Writer;
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
  private static final Path STORED = Path.of("src/test/resources/trino");
  private static final long STORED_SEED = 435;

  /** How often each pattern is filled: 30 make some 7,000 values. */
  private static final int EACH = Integer.getInteger("lodestone.sql.judge.each", 30);

  /** How many queries over tables. */
  private static final int QUERIES = Integer.getInteger("lodestone.sql.judge.queries", 1_000);

  /** One statement for each deviation, so that every row of their table is about something. */
  private static final List<String> PROBES =
      List.of(
          "SELECT TRY(mod(BIGINT '1', BIGINT '0'))",
          "SELECT TRY(ARRAY['a', NULL] < ARRAY['a', 'b'])",
          "SELECT TRY(array_except(ARRAY[1, 1], ARRAY[]))",
          "SELECT TRY(array_intersect(ARRAY[1, 2, 3], ARRAY[3, 1]))",
          "SELECT max_by(x, i, 2) AS best FROM (VALUES (1, NULL), (2, 3), (3, 4)) AS t(i, x)",
          "SELECT max(x) AS nan FROM (VALUES 1e0, nan()) AS t(x)",
          "SELECT x AS nan FROM (VALUES 1e0, nan(), NULL) AS t(x) ORDER BY x NULLS FIRST LIMIT 2");

  /** How much of both is stored. */
  private static final int STORED_EACH = 3;

  private static final int STORED_QUERIES = 300;

  /**
   * A statement.
   *
   * @param data seed of the tables; 0 for a statement that needs none
   */
  private record Asked(long data, boolean isOrdered, String sql) {
    String forTrino() {
      return data == 0 ? sql : new RelationalData(data).forTrino(sql);
    }

    String stored() {
      return data + (isOrdered ? " ordered " : " any ") + sql;
    }

    static Asked of(String line) {
      String[] parts = line.split(" ", 3);
      return new Asked(Long.parseLong(parts[0]), parts[1].equals("ordered"), parts[2]);
    }
  }

  /** A statement, and Trino's answer: its rows, or an error. */
  private record Judged(Asked asked, List<String> answer) {}

  private final SqlEngine withoutData = engine(new MemoryTables());

  @Test
  void storedAnswersAreOurs() throws IOException {
    List<Judged> judged = new ArrayList<>();
    for (String block : Files.readString(STORED.resolve("answers.txt")).split("\n\n")) {
      List<String> lines = block.lines().toList();
      judged.add(
          new Judged(
              Asked.of(lines.getFirst()),
              lines.stream().skip(1).map(line -> line.substring(1)).toList()));
    }
    compare(judged).check();
  }

  @Test
  @EnabledIfSystemProperty(named = TrinoJudge.PROPERTY, matches = ".+")
  void generatedStatementsAgree(Seed seed) throws IOException {
    System.out.println("-Dlodestone.seed=" + seed.value());
    List<Asked> statements = statements(seed.random(), EACH, QUERIES);
    Agreement agreement = compare(judged(statements));
    agreement.check();
    assertTrue(agreement.cases() > 20 * EACH, "cases");
  }

  @Test
  @EnabledIfSystemProperty(named = "lodestone.sql.judge.store", matches = "true")
  void storeAnswers() throws IOException {
    List<Asked> statements =
        statements(new SplittableRandom(STORED_SEED), STORED_EACH, STORED_QUERIES);
    List<Judged> judged = judged(statements);
    Files.createDirectories(STORED);
    try (Writer out = Files.newBufferedWriter(STORED.resolve("answers.txt"))) {
      for (int i = 0; i < judged.size(); i++) {
        out.write((i == 0 ? "" : "\n") + judged.get(i).asked().stored() + "\n");
        for (String row : judged.get(i).answer()) {
          out.write("=" + row + "\n");
        }
      }
    }
  }

  private static List<Asked> statements(SplittableRandom random, int each, int queries) {
    TrinoCases cases = new TrinoCases(random.split());
    List<Asked> statements = new ArrayList<>();
    cases.expressions(each).forEach(sql -> statements.add(new Asked(0, true, sql)));
    cases.aggregates(each).forEach(sql -> statements.add(new Asked(0, true, sql)));
    PROBES.forEach(sql -> statements.add(new Asked(0, true, sql)));
    SplittableRandom relational = random.split();
    RelationalCases relations = new RelationalCases(relational);
    for (int i = 0; i < queries; i++) {
      RelationalCases.Case next = relations.next();
      statements.add(new Asked(relational.nextLong(1, 1L << 40), next.isOrdered(), next.sql()));
    }
    return statements;
  }

  /** What Trino answers. Of a statement that fails, each expression is asked by itself. */
  private static List<Judged> judged(List<Asked> statements) throws IOException {
    List<Judged> judged = ask(statements);
    List<Judged> settled = new ArrayList<>();
    List<Asked> again = new ArrayList<>();
    for (Judged one : judged) {
      if (one.answer().toString().startsWith("[error") && one.asked().data() == 0) {
        TrinoCases.taken(one.asked().sql()).forEach(sql -> again.add(new Asked(0, true, sql)));
      } else {
        settled.add(one);
      }
    }
    settled.addAll(ask(again));
    return settled;
  }

  private static List<Judged> ask(List<Asked> statements) throws IOException {
    List<List<String>> answers =
        TrinoJudge.answers(statements.stream().map(Asked::forTrino).toList());
    List<Judged> judged = new ArrayList<>();
    for (int i = 0; i < statements.size(); i++) {
      judged.add(new Judged(statements.get(i), answers.get(i)));
    }
    return judged;
  }

  private Agreement compare(List<Judged> judged) throws IOException {
    Agreement agreement = new Agreement(Deviations.ofPage());
    for (Judged one : judged) {
      Asked asked = one.asked();
      if (asked.data() == 0) {
        agreement.values(asked.sql(), one.answer(), rows(withoutData, asked.sql()));
      } else {
        SqlEngine engine = engine(new RelationalData(asked.data()).tables());
        agreement.rows(
            asked.data() + " " + asked.sql(),
            asked.isOrdered(),
            one.answer(),
            rows(engine, asked.sql()));
      }
    }
    return agreement;
  }

  private static SqlEngine engine(MemoryTables tables) {
    return new SqlEngine(tables, InstantSource.fixed(SampleTables.NOW), SqlOptions.DEFAULTS);
  }

  private static List<String> rows(SqlEngine engine, String sql) {
    List<String> answer = Answer.of(engine, sql);
    return answer.getFirst().startsWith("error ") ? answer : answer.subList(1, answer.size());
  }
}
