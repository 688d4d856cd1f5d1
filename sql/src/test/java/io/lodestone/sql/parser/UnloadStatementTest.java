package io.lodestone.sql.parser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.trino.sql.tree.Query;
import io.trino.sql.tree.QuerySpecification;
import java.util.List;
import org.junit.jupiter.api.Test;

final class UnloadStatementTest {
  private final TimestreamSql parser = new TimestreamSql();

  private UnloadStatement read(String sql) {
    return UnloadStatement.read(sql).orElseThrow();
  }

  private static List<String> options(UnloadStatement statement) {
    return statement.clause().options().stream()
        .map(option -> option.name() + "=" + text(option.value()))
        .toList();
  }

  private static String text(UnloadClause.Value value) {
    return switch (value) {
      case UnloadClause.Text(String text, Position _) -> text;
      case UnloadClause.Names(List<UnloadClause.Text> names, Position _) ->
          names.stream().map(UnloadClause.Text::text).toList().toString();
    };
  }

  /**
   * @param marked a statement with a ^ before what is wrong
   */
  private void assertSyntaxError(String marked) {
    String before = marked.substring(0, marked.indexOf('^'));
    int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
    int column = before.length() - before.lastIndexOf('\n');
    String sql = marked.replace("^", "");
    SyntaxException error = assertThrows(SyntaxException.class, () -> parser.parse(sql), sql);
    assertEquals(
        "The query syntax is invalid at line " + line + ":" + column, error.getMessage(), sql);
  }

  @Test
  void theStatementOfAmazonsSampleIsTakenApart() {
    UnloadStatement unload =
        read(
            "UNLOAD(SELECT a, channel FROM d.t WHERE time BETWEEN ago(2d) AND now())  TO"
                + " 's3://bucket/partitionbychannel/' WITH (  partitioned_by = ARRAY['channel',"
                + " 'event'], format='CSV',   compression='GZIP')");

    assertEquals(
        "       SELECT a, channel FROM d.t WHERE time BETWEEN ago(2d) AND now()", unload.query());
    assertEquals("s3://bucket/partitionbychannel/", unload.clause().target().text());
    assertEquals(
        List.of("partitioned_by=[channel, event]", "format=CSV", "compression=GZIP"),
        options(unload));
  }

  @Test
  void optionsMayBeLeftOut() {
    UnloadStatement unload = read("unload (SELECT 1) to 's3://b/p' ;");

    assertEquals("        SELECT 1", unload.query());
    assertEquals(List.of(), unload.clause().options());
  }

  @Test
  void whatStandsInQuotesAndCommentsIsNoPartOfTheGrammar() {
    UnloadStatement unload =
        read(
            "-- UNLOAD ) \nUNLOAD /* ( */ (SELECT ')' || '''' AS \"a)\"\"(\", (1) -- )\n"
                + " /* ) */) TO 's3://b/it''s' WITH (field_delimiter = ')', escaped_by = '''')");

    assertEquals("s3://b/it's", unload.clause().target().text());
    assertEquals(List.of("field_delimiter=)", "escaped_by='"), options(unload));
  }

  @Test
  void columnsMayBeNamesOrTexts() {
    UnloadStatement unload =
        read("UNLOAD (SELECT 1) TO 's3://b' WITH (partitioned_by = array[a, \"B c\", 'd'])");

    assertEquals(List.of("partitioned_by=[a, B c, d]"), options(unload));
  }

  @Test
  void placesAreThoseOfTheWholeStatement() {
    ParsedStatement parsed =
        parser.parse("/* \uD83D\uDE00 */ UNLOAD (\n  SELECT 15m, x FROM d.t)\nTO 's3://b'");

    Query query = (Query) parsed.tree();
    QuerySpecification select = (QuerySpecification) query.getQueryBody();
    assertEquals("2:3", parsed.positionOf(select).toString());
    assertEquals("2:15", parsed.positionOf(select.getSelect().getSelectItems().get(1)).toString());
    assertEquals("3:4", parsed.unload().orElseThrow().target().position().toString());
    assertEquals(
        "1:17",
        parser
            .parse("/* \uD83D\uDE00 */ UNLOAD (SELECT 1) TO 's3://b'")
            .positionOf(parser.parse("/* \uD83D\uDE00 */ UNLOAD (SELECT 1) TO 's3://b'").tree())
            .toString());
  }

  @Test
  void wrongSyntaxIsToldWhereItStands() {
    assertSyntaxError("UNLOAD^");
    assertSyntaxError("UNLOAD ^SELECT 1 TO 's3://b'");
    assertSyntaxError("UNLOAD (^)");
    assertSyntaxError("UNLOAD (SELECT 1) ^'s3://b'");
    assertSyntaxError("UNLOAD (SELECT 1) TO ^s3");
    assertSyntaxError("UNLOAD (SELECT 1) TO 's3://b' ^format = 'CSV'");
    assertSyntaxError("UNLOAD (SELECT 1) TO 's3://b' WITH ^format = 'CSV'");
    assertSyntaxError("UNLOAD (SELECT 1) TO 's3://b' WITH (^)");
    assertSyntaxError("UNLOAD (SELECT 1) TO 's3://b' WITH (^= 'CSV')");
    assertSyntaxError("UNLOAD (SELECT 1) TO 's3://b' WITH (format ^'CSV')");
    assertSyntaxError("UNLOAD (SELECT 1) TO 's3://b' WITH (format = ^CSV)");
    assertSyntaxError("UNLOAD (SELECT 1) TO 's3://b'\nWITH (format = 'CSV' ^x)");
    assertSyntaxError("UNLOAD (SELECT 1) TO 's3://b'\nWITH (format = 'CSV',^)");
    assertSyntaxError("UNLOAD (SELECT 1) TO 's3://b' WITH (format = 'CSV'^");
    assertSyntaxError("UNLOAD (SELECT 1) TO 's3://b' WITH (partitioned_by = ^15)");
    assertSyntaxError("UNLOAD (SELECT 1) TO 's3://b' WITH (partitioned_by = ^a[1])");
    assertSyntaxError("UNLOAD (SELECT 1) TO 's3://b' WITH (partitioned_by = ARRAY['a' ^'b'])");
    assertSyntaxError("UNLOAD (SELECT 1) TO 's3://b' WITH (partitioned_by = ARRAY['a', ^])");
    assertSyntaxError("UNLOAD (SELECT 1) TO 's3://b' ^(SELECT 2)");
    assertSyntaxError("UNLOAD (SELECT 1) TO 's3://b'^, 2");
    assertSyntaxError("UNLOAD (SELECT 1) TO 's3://b'; ^SELECT 2");
    assertSyntaxError("UNLOAD (SELECT 1^");
    assertSyntaxError("UNLOAD (SELECT 1^;) TO 's3://b'");
    assertSyntaxError("UNLOAD (SELECT ^'never closed) TO s3");
    assertSyntaxError("UNLOAD (SELECT 1) ^/* never closed");
  }

  @Test
  void wrongSyntaxOfItsQueryIsToldWhereItStands() {
    assertSyntaxError("UNLOAD (SELECT FORM d^.t WHERE y) TO 's3://b'");
    assertSyntaxError("UNLOAD (\n SELECT 15m, 2y AS x ^d.t) TO 's3://b'");
    assertSyntaxError("UNLOAD (SELECT ^) TO 's3://b'");
    assertSyntaxError("UNLOAD (^UNLOAD (SELECT 1) TO 's3://a') TO 's3://b'");
  }

  @Test
  void itIsNoPartOfAnotherStatement() {
    assertSyntaxError("EXPLAIN ^UNLOAD (SELECT 1) TO 's3://b'");
    assertSyntaxError("SELECT * FROM (UNLOAD ^(SELECT 1) TO 's3://b')");
  }

  @Test
  void namesThatBeginLikeItAreNames() {
    assertEquals(true, UnloadStatement.read("SELECT unload FROM d.t").isEmpty());
    assertEquals(true, UnloadStatement.read("UNLOADED (SELECT 1)").isEmpty());
    assertEquals(true, UnloadStatement.read("\"UNLOAD\" (SELECT 1)").isEmpty());
    assertEquals(true, UnloadStatement.read("").isEmpty());
    assertEquals(true, UnloadStatement.read("/* UNLOAD").isEmpty());
  }
}
