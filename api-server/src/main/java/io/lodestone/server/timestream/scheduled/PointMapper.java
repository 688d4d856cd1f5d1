package io.lodestone.server.timestream.scheduled;

import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.PointBatch;
import io.lodestone.model.SeriesKeyEncoder;
import io.lodestone.model.ValueType;
import io.lodestone.scan.Column;
import io.lodestone.server.timestream.scheduled.TargetMapping.MappedDimension;
import io.lodestone.server.timestream.scheduled.TargetMapping.MappedRecord;
import io.lodestone.server.timestream.scheduled.TargetMapping.MappedValue;
import io.lodestone.server.timestream.write.WriteLimits;
import io.lodestone.sql.ResultBatch;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.Vectors;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Turns the rows of a result into points. What is NULL is left out; a row without a time, without
 * any dimension or without any value becomes no point, and is reported. One thread.
 */
final class PointMapper {
  /** Whom to tell of rows that become no point. */
  @FunctionalInterface
  interface RefusedRows {
    void refused(String reason, ResultBatch batch, int row);
  }

  private final TargetMapping mapping;
  private final WriteLimits limits;
  private final List<String> requiredDimensions;
  private final long version;
  private final RefusedRows refused;
  private final SeriesKeyEncoder keys = new SeriesKeyEncoder();
  private PointBatch.Builder points = new PointBatch.Builder(64);
  private long bytes;
  private long totalBytes;

  /**
   * @param limits of a record
   * @param requiredDimensions without which the table takes no record
   * @param version of all points, at least 1
   */
  PointMapper(
      TargetMapping mapping,
      WriteLimits limits,
      List<String> requiredDimensions,
      long version,
      RefusedRows refused) {
    this.mapping = mapping;
    this.limits = limits;
    this.requiredDimensions = requiredDimensions;
    this.version = version;
    this.refused = refused;
  }

  /** Points that have not been taken. */
  int size() {
    return points.size();
  }

  /** About how many bytes they hold. */
  long bytes() {
    return bytes;
  }

  /** Bytes of the records of all points ever added. */
  long totalBytes() {
    return totalBytes;
  }

  /** Takes the points that were added since the last time. */
  PointBatch take() {
    PointBatch batch = points.build();
    points = new PointBatch.Builder(batch.size());
    bytes = 0;
    return batch;
  }

  /** Adds what a row becomes. */
  void add(ResultBatch batch, int row) {
    if (batch.isNull(row, mapping.time())) {
      refused.refused("The time column is NULL.", batch, row);
      return;
    }
    long time = Vectors.word(batch.vector(mapping.time()), row);
    if (time < 0) {
      refused.refused("The time lies before 1970.", batch, row);
      return;
    }
    String rowName = "";
    if (mapping.measureName().isPresent()) {
      int column = mapping.measureName().getAsInt();
      if (batch.isNull(row, column)) {
        refused.refused("The measure name column is NULL.", batch, row);
        return;
      }
      rowName = Vectors.textAt(batch.vector(column), row);
    }
    boolean any = false;
    String reason = "The row has no measure value.";
    for (MappedRecord record : mapping.records()) {
      if (record.onlyOf().isPresent() && !record.onlyOf().get().equals(rowName)) {
        continue;
      }
      String found = add(batch, row, record, record.measureName().orElse(rowName), time);
      any |= found.isEmpty();
      if (!found.isEmpty() && !found.equals(NO_VALUE)) {
        reason = found;
        // Of several records of a row, each that is refused is reported.
        refused.refused(found, batch, row);
        any = true;
      }
    }
    if (!any) {
      refused.refused(reason, batch, row);
    }
  }

  private static final String NO_VALUE = "no value";

  /**
   * Adds one record of a row.
   *
   * @return why not, or nothing
   */
  private String add(
      ResultBatch batch, int row, MappedRecord record, String measureName, long time) {
    int size = 0;
    int present = 0;
    for (MappedValue value : record.values()) {
      Vector vector = batch.vector(value.column());
      if (!vector.isPresent(row)) {
        continue;
      }
      present++;
      switch (value.type()) {
        case DOUBLE -> {
          if (!Double.isFinite(Vectors.doubleAt(vector, row))) {
            return "The measure value of " + value.name() + " is not a finite number.";
          }
          size += Double.BYTES;
        }
        case BIGINT, TIMESTAMP -> size += Long.BYTES;
        case BOOLEAN -> size += 1;
        case VARCHAR -> {
          int length = Vectors.textOf(vector).length(Vectors.entryOf(vector, row));
          if (length > limits.valueBytesMax()) {
            return "The measure value of "
                + value.name()
                + " is longer than "
                + limits.valueBytesMax()
                + " bytes.";
          }
          size += length;
        }
      }
    }
    if (present == 0) {
      return NO_VALUE;
    }
    if (size > limits.recordBytesMax()) {
      return "The measure values are longer than " + limits.recordBytesMax() + " bytes.";
    }
    if (present > limits.measuresMax()) {
      return "The record has more than " + limits.measuresMax() + " measures.";
    }
    byte[] name = measureName.getBytes(StandardCharsets.UTF_8);
    if (name.length == 0 || name.length > limits.measureNameBytesMax()) {
      return "The measure name is empty or longer than " + limits.measureNameBytesMax() + " bytes.";
    }
    keys.begin(name, 0, name.length);
    int dimensionBytes = 0;
    int dimensions = 0;
    for (MappedDimension dimension : mapping.dimensions()) {
      Vector vector = batch.vector(dimension.column());
      if (!vector.isPresent(row)) {
        if (requiredDimensions.contains(dimension.name())) {
          return missing(dimension.name());
        }
        continue;
      }
      Vector.Text text = Vectors.textOf(vector);
      int entry = Vectors.entryOf(vector, row);
      byte[] dimensionName = dimension.name().getBytes(StandardCharsets.UTF_8);
      keys.dimension(
          dimensionName,
          0,
          dimensionName.length,
          text.bytes(),
          text.offsets()[entry],
          text.length(entry));
      dimensionBytes += dimensionName.length + text.length(entry);
      dimensions++;
    }
    for (String required : requiredDimensions) {
      if (mapping.dimensions().stream().noneMatch(d -> d.name().equals(required))) {
        return missing(required);
      }
    }
    if (dimensions == 0) {
      return "At least one dimension is required for a record.";
    }
    if (dimensionBytes > limits.dimensionsBytesMax()) {
      return "The names and values of the dimensions are longer than "
          + limits.dimensionsBytesMax()
          + " bytes.";
    }
    // Names are unique: the mapping has seen to it.
    keys.finish();
    int index = points.size();
    points.point(index, points.series(keys.bytes(), 0, keys.length()), time, version);
    for (MappedValue value : record.values()) {
      Vector vector = batch.vector(value.column());
      if (vector.isPresent(row)) {
        append(
            points.valueColumn(
                record.multi() ? value.name() : Column.singleMeasureName(value.type()),
                value.type()),
            value.type(),
            vector,
            row);
      }
    }
    long pointBytes = dimensionBytes + name.length + Long.BYTES + size;
    bytes += pointBytes;
    totalBytes += pointBytes;
    return "";
  }

  private static String missing(String dimension) {
    return "The dimension " + dimension + " is required by the partition key of the table.";
  }

  private static void append(ColumnBuffer column, ValueType type, Vector vector, int row) {
    switch (type) {
      case DOUBLE -> column.appendDouble(Vectors.doubleAt(vector, row));
      case BIGINT, TIMESTAMP -> column.appendWord(Vectors.word(vector, row));
      case BOOLEAN -> column.appendWord(Vectors.booleanAt(vector, row) ? 1 : 0);
      case VARCHAR -> {
        Vector.Text text = Vectors.textOf(vector);
        int entry = Vectors.entryOf(vector, row);
        column.appendVarchar(text.bytes(), text.offsets()[entry], text.length(entry));
      }
    }
  }
}
