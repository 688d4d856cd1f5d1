package io.lodestone.scan;

import io.lodestone.model.TableRef;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The columns of a table in the order of {@code SELECT *}: dimensions in the order of their first
 * appearance, {@code measure_name}, {@code time}, measures in the order of their first appearance.
 *
 * @param table never null
 * @param columns never null, immutable
 */
public record TableSchema(TableRef table, List<Column> columns) {
  public TableSchema {
    Objects.requireNonNull(table, "table");
    columns = List.copyOf(columns);
  }

  /** The column of exactly this name. */
  public Optional<Column> column(String name) {
    return columns.stream().filter(c -> c.name().equals(name)).findFirst();
  }
}
