import io.trino.Session;
import io.trino.spi.type.ArrayType;
import io.trino.spi.type.RowType;
import io.trino.spi.type.SqlTimestamp;
import io.trino.spi.type.TimeZoneKey;
import io.trino.spi.type.Type;
import io.trino.testing.LocalQueryRunner;
import io.trino.testing.MaterializedResult;
import io.trino.testing.MaterializedRow;
import io.trino.testing.TestingSession;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers statements with Trino: reads one a line from standard input, and writes for each the
 * values of its rows, one a line in the text forms of Lodestone behind {@code =}, and then an empty
 * line. An error is a line that begins with {@code =error}.
 */
final class Judge {
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.nnnnnnnnn");

  private Judge() {}

  public static void main(String[] args) throws IOException {
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    // A library of Trino's writes warnings to standard output.
    System.setOut(System.err);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    Session session =
        TestingSession.testSessionBuilder().setTimeZoneKey(TimeZoneKey.UTC_KEY).build();
    try (LocalQueryRunner trino = LocalQueryRunner.create(session)) {
      for (String sql = in.readLine(); sql != null; sql = in.readLine()) {
        answer(trino, sql).forEach(line -> out.println("=" + line));
        out.println();
      }
    }
    out.flush();
    // Trino leaves threads behind that would keep the process.
    System.exit(0);
  }

  private static List<String> answer(LocalQueryRunner trino, String sql) {
    try {
      MaterializedResult result = trino.execute(sql);
      List<String> lines = new ArrayList<>();
      for (MaterializedRow row : result.getMaterializedRows()) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < row.getFieldCount(); i++) {
          Object value = row.getField(i);
          values.add(value == null ? "NULL" : text(result.getTypes().get(i), value));
        }
        lines.add(String.join(" | ", values).replace("\n", "\\n"));
      }
      return lines;
    } catch (RuntimeException e) {
      return List.of("error " + String.valueOf(e.getMessage()).replace("\n", " "));
    }
  }

  private static String text(Type type, Object value) {
    if (value == null) {
      return "-";
    }
    if (type instanceof ArrayType array) {
      List<String> parts = new ArrayList<>();
      ((List<?>) value).forEach(part -> parts.add(text(array.getElementType(), part)));
      return "[ " + String.join(",", parts) + " ]";
    }
    if (type instanceof RowType row) {
      List<?> fields = value instanceof MaterializedRow r ? r.getFields() : (List<?>) value;
      List<String> parts = new ArrayList<>();
      for (int i = 0; i < fields.size(); i++) {
        parts.add(text(row.getFields().get(i).getType(), fields.get(i)));
      }
      return "( " + String.join(", ", parts) + " )";
    }
    return switch (value) {
      case LocalDateTime time -> TIMESTAMP.format(time);
      case SqlTimestamp time -> TIMESTAMP.format(time.toLocalDateTime());
      default -> value.toString();
    };
  }
}
