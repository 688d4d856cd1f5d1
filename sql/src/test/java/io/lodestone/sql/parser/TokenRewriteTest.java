package io.lodestone.sql.parser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class TokenRewriteTest {
  @Test
  void durationsBecomeTypedLiterals() {
    assertRewritten("ago(duration'15m')", "ago(15m)");
    assertRewritten("bin(time,duration'72.5h')", "bin(time,72.5h)");
    assertRewritten("duration'2y'-duration'10000ms'", "2y-10000ms");
  }

  @Test
  void onlyKnownUnitsDirectlyBehindTheNumberMakeADuration() {
    assertRewritten("1 day", "1 day");
    assertRewritten("3hours", "3hours");
    assertRewritten("5M", "5M");
    assertRewritten("1e5 + 1E-3", "1e5 + 1E-3");
    assertRewritten("15m_", "15m_");
    assertRewritten("host15m, t2y", "host15m, t2y");
    assertRewritten("a[1].x", "a[1].x");
  }

  @Test
  void singleMeasureColumnsBecomeQuotedNames() {
    assertRewritten("avg(\"measure_value::double\")", "avg(measure_value::double)");
    assertRewritten("b.\"measure_value::bigint\" AS x", "b.measure_value::bigint AS x");
    assertRewritten("my_measure_value::double", "my_measure_value::double");
    assertRewritten("measure_value", "measure_value");
  }

  @Test
  void stringsNamesAndCommentsStayAsTheyAre() {
    for (String untouched :
        new String[] {
          "'15m'",
          "'it''s 15m'",
          "'a -- 15m'",
          "\"15m\"",
          "\"a\"\"15m\"",
          "'\"' || '15m'",
          "-- 15m measure_value::double\n",
          "/* 15m ' */",
          "'measure_value::double'",
          "'never closed 15m"
        }) {
      assertRewritten(untouched, untouched);
    }
  }

  @Test
  void tokensBehindStringsAndCommentsAreSeenAgain() {
    assertRewritten("'it''s' || duration'1h'", "'it''s' || 1h");
    assertRewritten("-- c\nduration'1h'", "-- c\n1h");
    assertRewritten("/* ' */ duration'1h' /* \" */", "/* ' */ 1h /* \" */");
  }

  @Test
  void databasesAreCalledSchemasOnlyBehindShow() {
    assertRewritten("SHOW SCHEMAS LIKE 'x'", "SHOW DATABASES LIKE 'x'");
    assertRewritten("show /* all */ SCHEMAS", "show /* all */ databases");
    assertRewritten("SELECT databases", "SELECT databases");
  }

  @Test
  void aSemicolonAtTheEndGoes() {
    assertRewritten("SELECT 1 \n", "SELECT 1;\n");
    assertRewritten("SELECT 1; SELECT 2", "SELECT 1; SELECT 2");
  }

  @Test
  void positionsLeadBackToTheUsersText() {
    String sql = "a 15m b\nmeasure_value::double c 1h 2h d";
    TokenRewrite rewrite = new TokenRewrite(sql);
    String[] lines = rewrite.text().split("\n");
    assertEquals(new Position(1, 1), rewrite.originalOf(1, 1));
    assertEquals(new Position(1, 3), rewrite.originalOf(1, 1 + lines[0].indexOf("duration")));
    assertEquals(new Position(1, 3), rewrite.originalOf(1, 1 + lines[0].indexOf("15m")));
    assertEquals(new Position(1, 7), rewrite.originalOf(1, 1 + lines[0].indexOf(" b") + 1));
    assertEquals(new Position(2, 1), rewrite.originalOf(2, 5));
    assertEquals(new Position(2, 23), rewrite.originalOf(2, 1 + lines[1].indexOf(" c") + 1));
    assertEquals(new Position(2, 31), rewrite.originalOf(2, 1 + lines[1].lastIndexOf('d')));
  }

  @Test
  void columnsCountCodePoints() {
    TokenRewrite rewrite = new TokenRewrite("'\uD83D\uDE00' 1h x");
    int newColumn = rewrite.text().codePointCount(0, rewrite.text().indexOf('x')) + 1;
    assertEquals(new Position(1, 8), rewrite.originalOf(1, newColumn));
  }

  private static void assertRewritten(String expected, String sql) {
    assertEquals(expected, new TokenRewrite(sql).text());
  }
}
