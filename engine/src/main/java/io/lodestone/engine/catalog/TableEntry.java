package io.lodestone.engine.catalog;

import io.lodestone.model.TableRef;
import io.lodestone.scan.Column;
import io.lodestone.scan.TableSchema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

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
 * @param recovery how far back the table can be seen as it was; empty while point-in-time recovery
 *     is off
 * @param stream how its changes are told; empty while it has no stream
 * @param dimensions the names of the dimensions that occurred, in the order of first appearance
 * @param measures the measure columns that occurred, in the order of first appearance
 * @param measureNames the measure names that occurred
 */
public record TableEntry(
    long id,
    long databaseId,
    TableDefinition definition,
    Instant created,
    Instant updated,
    long horizonFloorNanos,
    Optional<RecoveryWindow> recovery,
    Optional<StreamSpecification> stream,
    List<String> dimensions,
    List<Column> measures,
    MeasureNames measureNames) {
  public TableEntry {
    Objects.requireNonNull(definition, "definition");
    Objects.requireNonNull(created, "created");
    Objects.requireNonNull(updated, "updated");
    Objects.requireNonNull(recovery, "recovery");
    Objects.requireNonNull(stream, "stream");
    dimensions = List.copyOf(dimensions);
    measures = List.copyOf(measures);
    Objects.requireNonNull(measureNames, "measureNames");
  }

  /** Whether it has a stream or point-in-time recovery: at most one table of a joint name has. */
  public boolean isFollowed() {
    return stream.isPresent() || recovery.isPresent();
  }

  /** A table without point-in-time recovery, stream and measure names. */
  public TableEntry(
      long id,
      long databaseId,
      TableDefinition definition,
      Instant created,
      Instant updated,
      long horizonFloorNanos,
      List<String> dimensions,
      List<Column> measures) {
    this(
        id,
        databaseId,
        definition,
        created,
        updated,
        horizonFloorNanos,
        Optional.empty(),
        Optional.empty(),
        dimensions,
        measures,
        MeasureNames.NONE);
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
        recovery,
        stream,
        newDimensions,
        newMeasures,
        measureNames);
  }

  /** With these measure names. */
  public TableEntry withMeasureNames(MeasureNames names) {
    return new TableEntry(
        id,
        databaseId,
        definition,
        created,
        updated,
        horizonFloorNanos,
        recovery,
        stream,
        dimensions,
        measures,
        names);
  }

  /**
   * With another definition, as of a moment. The recovery window remembers the retention before.
   */
  public TableEntry withDefinition(TableDefinition newDefinition, Instant when) {
    long now = nanos(when);
    Optional<RecoveryWindow> remembering =
        newDefinition.retention().equals(definition.retention())
            ? recovery
            : recovery.map(
                window -> window.withRetention(newDefinition.retention(), horizonNanos(now), now));
    return new TableEntry(
        id,
        databaseId,
        newDefinition,
        created,
        when,
        horizonFloorNanos,
        remembering,
        stream,
        dimensions,
        measures,
        measureNames);
  }

  /**
   * With other tags. They are about the table, not of it: it does not count as updated.
   *
   * @throws io.lodestone.model.InvalidRequestException when there would be too many
   */
  public TableEntry withTags(TagUpdate update) {
    return new TableEntry(
        id,
        databaseId,
        definition.withTags(update.applyTo(definition.tags())),
        created,
        updated,
        horizonFloorNanos,
        recovery,
        stream,
        dimensions,
        measures,
        measureNames);
  }

  /**
   * With point-in-time recovery, from a moment on; with another window if it was on already.
   *
   * @throws io.lodestone.model.InvalidRequestException when the number of days is out of range
   */
  public TableEntry withRecovery(int days, Instant when) {
    long now = nanos(when);
    return withRecovery(
        Optional.of(
            recovery
                .map(window -> window.withDays(days, now))
                .orElseGet(
                    () ->
                        RecoveryWindow.begin(
                            days, now, definition.retention(), horizonNanos(now)))),
        when);
  }

  /** Without point-in-time recovery: the past is forgotten. */
  public TableEntry withoutRecovery(Instant when) {
    return withRecovery(Optional.empty(), when);
  }

  private TableEntry withRecovery(Optional<RecoveryWindow> newRecovery, Instant when) {
    return new TableEntry(
        id,
        databaseId,
        definition,
        created,
        when,
        horizonFloorNanos,
        newRecovery,
        stream,
        dimensions,
        measures,
        measureNames);
  }

  /** With a stream, or with none. */
  public TableEntry withStream(Optional<StreamSpecification> newStream, Instant when) {
    return new TableEntry(
        id,
        databaseId,
        definition,
        created,
        when,
        horizonFloorNanos,
        recovery,
        newStream,
        dimensions,
        measures,
        measureNames);
  }

  /** With the horizon floor raised to this time; the same when it stands there or above already. */
  public TableEntry withHorizonFloorAtLeast(long nanos) {
    return nanos <= horizonFloorNanos
        ? this
        : new TableEntry(
            id,
            databaseId,
            definition,
            created,
            updated,
            nanos,
            recovery,
            stream,
            dimensions,
            measures,
            measureNames);
  }

  /**
   * The oldest time that exists at a moment: the one of retention, but never below the horizon
   * floor.
   */
  public long horizonNanos(long nowNanos) {
    return Math.max(horizonFloorNanos, definition.retention().magneticHorizonNanos(nowNanos));
  }

  /** Whether a stream of this table tells of the points that retention lets go. */
  public boolean tellsExpiry() {
    return !"off".equals(definition.tags().get(StreamSpecification.EXPIRY_TAG));
  }

  /**
   * The time below which points are gone for good at a moment, so that files may go with them: an
   * expiry has told of them, and the past that can be recovered does not hold them either.
   */
  public long goneBelowNanos(long nowNanos) {
    return recovery
        .map(window -> window.horizonNanos(window.oldestTick(nowNanos)))
        .map(horizon -> Math.min(horizon, horizonFloorNanos))
        .orElse(horizonFloorNanos);
  }

  private static long nanos(Instant instant) {
    return Math.multiplyExact(instant.toEpochMilli(), 1_000_000L);
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
