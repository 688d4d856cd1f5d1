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
 * @param horizonFloorNanos the time below which no point of the table exists, in nanoseconds since
 *     the epoch, whatever retention and clock say: it never falls
 * @param dimensions the names of the dimensions that occurred, in the order of first appearance
 * @param measures the measure columns that occurred, in the order of first appearance
 */
public record TableEntry(
    long id,
    long databaseId,
    TableDefinition definition,
    Instant created,
    Instant updated,
    long horizonFloorNanos,
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

  /** With these columns. */
  public TableEntry withColumns(List<String> newDimensions, List<Column> newMeasures) {
    return new TableEntry(
        id,
        databaseId,
        definition,
        created,
        updated,
        horizonFloorNanos,
        newDimensions,
        newMeasures);
  }

  /** With another definition, as of a moment. */
  public TableEntry withDefinition(TableDefinition newDefinition, Instant when) {
    return new TableEntry(
        id, databaseId, newDefinition, created, when, horizonFloorNanos, dimensions, measures);
  }

  /** With the horizon floor raised to this time; the same when it stands there or above already. */
  public TableEntry withHorizonFloorAtLeast(long nanos) {
    return nanos <= horizonFloorNanos
        ? this
        : new TableEntry(id, databaseId, definition, created, updated, nanos, dimensions, measures);
  }

  /**
   * The oldest time that exists at a moment: the one of retention, but never below the horizon
   * floor.
   */
  public long horizonNanos(long nowNanos) {
    return Math.max(horizonFloorNanos, definition.retention().magneticHorizonNanos(nowNanos));
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
