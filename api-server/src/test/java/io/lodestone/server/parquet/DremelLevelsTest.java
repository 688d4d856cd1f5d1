package io.lodestone.server.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.SqlType.ArrayOf;
import io.lodestone.sql.type.SqlType.Field;
import io.lodestone.sql.type.SqlType.RowOf;
import io.lodestone.sql.type.SqlType.Scalar;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.VectorBuilder;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The two documents of the Dremel paper (figure 2), levels worked out by hand. Repetition levels
 * are those of the paper's figure 3. Definition levels are higher than there: a list is an optional
 * group around a repeated one around an optional element, and nothing is required.
 *
 * <pre>
 *   links     optional 1   name         optional 1
 *   backward  optional 2     list       repeated 2
 *     list    repeated 3     element    optional 3
 *     element optional 4       language optional 4   url optional 4
 *                                list     repeated 5
 *                                element  optional 6
 *                                code     optional 7   country optional 7
 * </pre>
 */
class DremelLevelsTest {
  private static final RowOf LINKS =
      row("backward", new ArrayOf(Scalar.BIGINT), "forward", new ArrayOf(Scalar.BIGINT));

  private static final RowOf LANGUAGE = row("code", Scalar.VARCHAR, "country", Scalar.VARCHAR);

  private static final ArrayOf NAME =
      new ArrayOf(row("language", new ArrayOf(LANGUAGE), "url", Scalar.VARCHAR));

  private ReadParquet file;

  @BeforeEach
  void writeDocuments() throws IOException {
    VectorBuilder links = VectorBuilder.of(LINKS);
    appendLinks(links, List.of(), List.of(20L, 40L, 60L));
    appendLinks(links, List.of(10L, 30L), List.of(80L));

    VectorBuilder name = VectorBuilder.of(NAME);
    VectorBuilder languages = name.elements().field(0).elements();
    appendLanguage(languages, "en-us", "us");
    appendLanguage(languages, "en", null);
    appendName(name, true, "http://A");
    appendName(name, false, "http://B");
    appendLanguage(languages, "en-gb", "gb");
    appendName(name, true, null);
    name.appendArray();
    // The second document: languages are there, and none.
    appendName(name, true, "http://C");
    name.appendArray();

    List<ParquetColumn> columns =
        List.of(new ParquetColumn("links", LINKS), new ParquetColumn("name", NAME));
    List<Vector> vectors = List.of(links.build(), name.build());
    file = new ReadParquet(WrittenFile.bytes(columns, vectors, 2));
  }

  @Test
  void linksBackward() {
    assertEquals("0 2 null, 0 4 10, 1 4 30", levels("links.backward.list.element"));
  }

  @Test
  void linksForward() {
    assertEquals("0 4 20, 1 4 40, 1 4 60, 0 4 80", levels("links.forward.list.element"));
  }

  @Test
  void code() {
    assertEquals(
        "0 7 en-us, 2 7 en, 1 3 null, 1 7 en-gb, 0 4 null",
        levels("name.list.element.language.list.element.code"));
  }

  @Test
  void country() {
    assertEquals(
        "0 7 us, 2 6 null, 1 3 null, 1 7 gb, 0 4 null",
        levels("name.list.element.language.list.element.country"));
  }

  @Test
  void url() {
    assertEquals(
        "0 4 http://A, 1 4 http://B, 1 3 null, 0 4 http://C", levels("name.list.element.url"));
  }

  /** Repetition level, definition level and value of each entry. */
  private String levels(String path) {
    return String.join(
        ", ",
        file.groups.getFirst().chunks().get(file.leaf(path)).entries().stream()
            .map(entry -> entry.repetition() + " " + entry.definition() + " " + entry.value())
            .toList());
  }

  private static RowOf row(String first, SqlType firstType, String second, SqlType secondType) {
    return new RowOf(
        List.of(
            new Field(Optional.of(first), firstType), new Field(Optional.of(second), secondType)));
  }

  private static void appendLinks(VectorBuilder links, List<Long> backward, List<Long> forward) {
    backward.forEach(links.field(0).elements()::appendWord);
    links.field(0).appendArray();
    forward.forEach(links.field(1).elements()::appendWord);
    links.field(1).appendArray();
    links.appendRow();
  }

  private static void appendLanguage(VectorBuilder languages, String code, String country) {
    languages.field(0).appendText(code);
    appendText(languages.field(1), country);
    languages.appendRow();
  }

  /** Takes the languages that were appended, if it has any. */
  private static void appendName(VectorBuilder names, boolean hasLanguages, String url) {
    VectorBuilder name = names.elements();
    if (hasLanguages) {
      name.field(0).appendArray();
    } else {
      name.field(0).appendNull();
    }
    appendText(name.field(1), url);
    name.appendRow();
  }

  private static void appendText(VectorBuilder texts, String text) {
    if (text == null) {
      texts.appendNull();
    } else {
      texts.appendText(text);
    }
  }
}
