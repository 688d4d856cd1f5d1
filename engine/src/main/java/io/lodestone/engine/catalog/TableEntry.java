package io.lodestone.engine.catalog;

import io.lodestone.model.TableRef;
import io.lodestone.scan.Column;
import io.lodestone.scan.TableSchema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A table.
 *
 * @param id its number, never used again: a table re-created under the same name has another
 * @param databaseId the number of its database
 * @param definition what it was created with, as changed since
 * @param created when it was created, in milliseconds
 * @param updated when its definition was last changed, in milliseconds
 * @param dimensions the names of the dimensions that occurred, in the order of first appearance
 * @param measures the measure columns that occurred, in the order of first appearance
 */
public record TableEntry(
    long id,
    long databaseId,
    TableDefinition definition,
    Instant created,
    Instant updated,
    List<String> dimensions,
    List<Column> measures) {
  public TableEntry {
    Objects.requireNonNull(definition, "definition");
    Objects.requireNonNull(created, "created");
    Objects.requireNonNull(updated, "updated");
    dimensions = List.copyOf(dimensions);
    measures = List.copyOf(measures);
  }

  public TableRef ref() {
    return definition.ref();
  }

  /** The columns in the order of {@code SELECT *}. */
  public TableSchema schema() {
    List<Column> columns = new ArrayList<>(dimensions.size() + measures.size() + 2);
    dimensions.forEach(name -> columns.add(Column.dimension(name)));
    columns.add(Column.measureName());
    columns.add(Column.time());
    columns.addAll(measures);
    return new TableSchema(ref(), columns);
  }
}
