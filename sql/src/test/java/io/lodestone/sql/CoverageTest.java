package io.lodestone.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lodestone.sql.function.FunctionRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Which stories exercise which function and clause, and what Trino judges: the tables of
 * docs/sql.md. What nothing exercises is an error. {@code -Dcoverage.rewrite=true} writes them.
 */
final class CoverageTest {
  private static final Path PAGE = Path.of("../docs/sql.md");
  private static final Path JUDGED = Path.of("src/test/resources/trino/answers.txt");
  private static final String START = "<!-- coverage -->\n";
  private static final String END = "<!-- /coverage -->";

  /** What is written like a function, or without brackets, and is none of the registry. */
  private static final List<String> FORMS =
      List.of(
          "now",
          "ago",
          "typeof",
          "current_timezone",
          "current_timestamp",
          "current_date",
          "current_time",
          "localtimestamp",
          "localtime",
          "cast",
          "try_cast",
          "try",
          "if",
          "coalesce",
          "nullif",
          "extract",
          "position",
          "grouping");

  /** Clauses and operators, and what a statement that has them looks like. */
  private static final Map<String, String> CLAUSES = clauses();

  private static Map<String, String> clauses() {
    Map<String, String> clauses = new LinkedHashMap<>();
    clauses.put("WITH name AS", "^WITH \\w+");
    clauses.put("WITH name (columns) AS", "^WITH \\w+ ?\\(\\w");
    clauses.put("SELECT DISTINCT", "SELECT DISTINCT");
    clauses.put("SELECT alias.*", "\\w\\.\\*");
    clauses.put("SELECT without FROM", "^SELECT (?!.*FROM)");
    clauses.put("FROM database.table", "FROM \\w+\\.\\w+");
    clauses.put("quoted names", "\"[^\"]+\"");
    clauses.put("measure_value::type", "measure_value::\\w+");
    clauses.put("FROM sub-query", "FROM \\(SELECT");
    clauses.put("VALUES", "\\(VALUES");
    clauses.put("column aliases", "\\w ?\\(\\w+, \\w+\\)$|\\) (AS )?\\w+\\(\\w+");
    clauses.put("INNER JOIN", "(?<!LEFT |RIGHT |FULL |OUTER |CROSS )JOIN .* ON ");
    clauses.put("LEFT JOIN", "LEFT (OUTER )?JOIN");
    clauses.put("RIGHT JOIN", "RIGHT (OUTER )?JOIN");
    clauses.put("FULL JOIN", "FULL (OUTER )?JOIN");
    clauses.put("CROSS JOIN", "CROSS JOIN");
    clauses.put("comma join", "FROM [\\w.]+( \\w+)?, [\\w.]+");
    clauses.put("JOIN USING", "USING ?\\(");
    clauses.put("UNNEST", "UNNEST\\(");
    clauses.put("WITH ORDINALITY", "WITH ORDINALITY");
    clauses.put("FOR TIMESTAMP AS OF", "FOR TIMESTAMP AS OF");
    clauses.put("WHERE", " WHERE ");
    clauses.put("GROUP BY expression", "GROUP BY \\w");
    clauses.put("GROUP BY ordinal", "GROUP BY \\d");
    clauses.put("GROUP BY ()", "GROUP BY \\(\\)");
    clauses.put("GROUPING SETS", "GROUPING SETS");
    clauses.put("ROLLUP", "ROLLUP");
    clauses.put("CUBE", "CUBE");
    clauses.put("HAVING", "HAVING");
    clauses.put("ORDER BY name", "ORDER BY [a-z_]+");
    clauses.put("ORDER BY ordinal", "ORDER BY \\d");
    clauses.put("ORDER BY aggregate", "ORDER BY (avg|max|min|count|sum)\\(");
    clauses.put("ASC, DESC", "ASC|DESC");
    clauses.put("NULLS FIRST", "NULLS FIRST");
    clauses.put("NULLS LAST", "NULLS LAST");
    clauses.put("LIMIT", "LIMIT \\d");
    clauses.put("LIMIT ALL", "LIMIT ALL");
    clauses.put("OFFSET", "OFFSET");
    clauses.put("FETCH FIRST", "FETCH (FIRST|NEXT)");
    clauses.put("UNION", "UNION (?!ALL)");
    clauses.put("UNION ALL", "UNION ALL");
    clauses.put("INTERSECT", "INTERSECT");
    clauses.put("EXCEPT", "EXCEPT");
    clauses.put("scalar sub-query", "[=<>+*,(] ?\\(SELECT|SELECT \\(SELECT");
    clauses.put("IN (SELECT)", " IN \\(SELECT");
    clauses.put("EXISTS", "EXISTS ?\\(");
    clauses.put("ALL, ANY, SOME", "(ALL|ANY|SOME) ?\\(SELECT");
    clauses.put("OVER (PARTITION BY)", "OVER \\(PARTITION BY");
    clauses.put("frame in ROWS", "ROWS (BETWEEN|\\d|UNB)");
    clauses.put("frame in RANGE", "RANGE (BETWEEN|\\d|UNB)");
    clauses.put("frame in GROUPS", "GROUPS (BETWEEN|\\d|UNB)");
    clauses.put("IGNORE NULLS", "IGNORE NULLS");
    clauses.put("WINDOW name AS", "WINDOW \\w+ AS");
    clauses.put("FILTER (WHERE)", "FILTER \\(WHERE");
    clauses.put("aggregate DISTINCT", "\\(DISTINCT ");
    clauses.put("AND, OR, NOT", " AND | OR |NOT ");
    clauses.put("comparisons", "<>|<=|>=|!=");
    clauses.put("BETWEEN", "BETWEEN (?!SYM|\\d+ PREC|UNB|CURR)");
    clauses.put("BETWEEN SYMMETRIC", "BETWEEN SYMMETRIC");
    clauses.put("IN (list)", " IN \\((?!SELECT)");
    clauses.put("LIKE", " LIKE ");
    clauses.put("ESCAPE", "ESCAPE ");
    clauses.put("IS NULL", "IS (NOT )?NULL");
    clauses.put("IS DISTINCT FROM", "IS (NOT )?DISTINCT FROM");
    clauses.put("CASE WHEN", "CASE WHEN");
    clauses.put("CASE value WHEN", "CASE [a-z0-9]+ WHEN");
    clauses.put("+ - * / %", " [+*/%-] ");
    clauses.put("||", "\\|\\|");
    clauses.put("array[index]", "[\\w\\])]\\[\\w");
    clauses.put("ARRAY[...]", "ARRAY\\[");
    clauses.put("ROW(...)", "ROW\\(");
    clauses.put("lambda", "-> ");
    clauses.put(
        "duration literals", "\\b\\d+(\\.\\d+)?(ns|us|ms|s|m|h|d|y|month|year|day|hour|minute)\\b");
    clauses.put("INTERVAL literals", "INTERVAL -?'");
    clauses.put("TIMESTAMP, DATE, TIME literals", "(TIMESTAMP|DATE|TIME) '");
    clauses.put("text beside a timestamp", "time (>|>=|<|<=|BETWEEN|=) '");
    clauses.put("zone behind a timestamp", "\\d ([+-]\\d\\d|UTC|[A-Z]\\w+/)");
    clauses.put("AT TIME ZONE", "AT TIME ZONE");
    clauses.put("-- comment", "-- ");
    clauses.put("/* comment */", "/\\*");
    clauses.put("SHOW DATABASES", "SHOW DATABASES");
    clauses.put("SHOW TABLES", "SHOW TABLES");
    clauses.put("SHOW MEASURES", "SHOW MEASURES");
    clauses.put("DESCRIBE", "^DESC");
    clauses.put("EXPLAIN", "EXPLAIN SELECT");
    clauses.put("EXPLAIN ANALYZE", "EXPLAIN ANALYZE");
    clauses.put("UNLOAD", "^UNLOAD");
    return clauses;
  }

  /** Clauses that stories cannot have, and the test that does. */
  private static final Map<String, String> ELSEWHERE =
      Map.of("FOR TIMESTAMP AS OF", "HistoryTest", "UNLOAD", "UnloadTest");

  private final List<Stories.Story> stories;
  private final String judged;
  private final List<String> untested = new ArrayList<>();

  CoverageTest() throws IOException {
    stories = Stories.all().stream().filter(story -> !story.fails()).toList();
    judged =
        Files.readAllLines(JUDGED).stream()
            .filter(line -> !line.isEmpty() && !line.startsWith("="))
            .map(line -> line.split(" ", 3)[2])
            .collect(Collectors.joining("\n"));
  }

  @Test
  void everythingIsTestedAndThePageSaysWhere() throws IOException {
    StringBuilder text = new StringBuilder("| function | stories | Trino |\n|---|---|---|\n");
    List<String> functions = new ArrayList<>(FunctionRegistry.standard().names());
    functions.addAll(FORMS);
    functions.stream()
        .sorted()
        .forEach(name -> line("`" + name + "`", "(?i)(?<![\\w.])" + name + "(?!\\w)", text));
    text.append("\n| clause | stories | Trino |\n|---|---|---|\n");
    CLAUSES.forEach((name, pattern) -> line(name.replace("|", "\\|"), pattern, text));
    String page = Files.readString(PAGE);
    int start = page.indexOf(START) + START.length();
    int end = page.indexOf(END);
    if (Boolean.getBoolean("coverage.rewrite")) {
      Files.writeString(PAGE, page.substring(0, start) + text + page.substring(end));
    } else {
      assertEquals(text.toString(), page.substring(start, end), "the tables of " + PAGE);
    }
    assertEquals(List.of(), untested, "what no test exercises");
  }

  private void line(String name, String regex, StringBuilder text) {
    Pattern pattern = Pattern.compile(regex, Pattern.MULTILINE);
    List<String> files =
        stories.stream()
            .filter(story -> pattern.matcher(story.sql()).find())
            .map(Stories.Story::file)
            .distinct()
            .toList();
    boolean isJudged = pattern.matcher(judged).find();
    String where =
        files.isEmpty()
            ? ELSEWHERE.getOrDefault(name, "")
            : files.stream().limit(3).collect(Collectors.joining(", "));
    if (where.isEmpty() && !isJudged) {
      untested.add(name);
    }
    text.append("| %s | %s | %s |%n".formatted(name, where, isJudged ? "yes" : ""));
  }
}
