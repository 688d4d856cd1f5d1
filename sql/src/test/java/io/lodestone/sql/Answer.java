package io.lodestone.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** A result, or an error, as text: what stories expect. */
final class Answer {
  private Answer() {}

  /**
   * Runs a statement.
   *
   * @return a line with names and types of the columns and one per row; or one that begins with
   *     {@code error}
   */
  static List<String> of(SqlEngine engine, String sql) {
    return of(() -> engine.execute(sql));
  }

  /** The same for a statement that is run in another way. */
  static List<String> of(Supplier<QueryResult> query) {
    try (QueryResult result = query.get()) {
      List<String> lines = new ArrayList<>();
      lines.add(
          result.columns().stream()
              .map(column -> column.name() + " " + column.type().displayName())
              .collect(Collectors.joining(" | ")));
      while (result.advance()) {
        ResultBatch batch = result.batch();
        for (int row = 0; row < batch.rowCount(); row++) {
          lines.add(row(batch, row, result.columns().size()));
        }
      }
      return lines;
    } catch (SqlException e) {
      return List.of("error " + e.kind() + " " + e.getMessage());
    }
  }

  private static String row(ResultBatch batch, int row, int columns) {
    List<String> values = new ArrayList<>();
    for (int column = 0; column < columns; column++) {
      values.add(batch.isNull(row, column) ? "NULL" : batch.text(row, column));
    }
    return String.join(" | ", values);
  }
}
