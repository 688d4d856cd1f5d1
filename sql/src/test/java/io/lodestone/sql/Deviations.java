package io.lodestone.sql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The table of docs/sql.md that says what is answered otherwise than by Trino, and why. A
 * difference that none of its rows is about is an error.
 *
 * <p>A row says of which expressions it speaks, what Trino answers and what we do, each a regular
 * expression in which {@code ¦} stands for {@code |}; {@code @} in our column means an answer of
 * the same elements in whatever order and however often.
 */
final class Deviations {
  static final Path PAGE = Path.of("../docs/sql.md");
  private static final String HEAD = "| difference | expression | Trino | here |";
  private static final String SAME_ELEMENTS = "@";

  /** A row of the table. */
  private record Deviation(String name, Pattern expression, Pattern theirs, String ours) {
    boolean explains(String asked, String expected, String actual) {
      return expression.matcher(asked).find()
          && theirs.matcher(expected).matches()
          && (ours.equals(SAME_ELEMENTS)
              ? elements(expected).equals(elements(actual))
              : Pattern.compile(ours).matcher(actual).matches());
    }

    private static Set<String> elements(String array) {
      return Set.copyOf(Arrays.asList(array.replaceAll("^\\[ | \\]$", "").split(",", -1)));
    }
  }

  private final List<Deviation> rows;

  private Deviations(List<Deviation> rows) {
    this.rows = rows;
  }

  static Deviations ofPage() throws IOException {
    List<Deviation> rows = new ArrayList<>();
    List<String> lines = Files.readAllLines(PAGE);
    for (int i = lines.indexOf(HEAD) + 2; i > 1 && lines.get(i).startsWith("|"); i++) {
      String[] cells = lines.get(i).split("\\|", -1);
      rows.add(
          new Deviation(
              cells[1].strip(), pattern(cells[2]), pattern(cells[3]), pattern(cells[4]).pattern()));
    }
    if (rows.isEmpty()) {
      throw new IOException("no table of deviations in " + PAGE);
    }
    return new Deviations(rows);
  }

  private static Pattern pattern(String cell) {
    return Pattern.compile(cell.strip().replaceAll("^`|`$", "").replace('¦', '|'));
  }

  /** The name of the row that is about a difference. */
  Optional<String> explanation(String asked, String theirs, String ours) {
    return rows.stream()
        .filter(d -> d.explains(asked, theirs, ours))
        .map(Deviation::name)
        .findFirst();
  }
}
