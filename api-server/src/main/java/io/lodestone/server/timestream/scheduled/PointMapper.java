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

  /** Of the record in hand: its values, and its measure name and dimensions. */
  private int valueBytes;

  private int seriesBytes;

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
    for (MappedRecord record : mapping.records()) {
      if (record.onlyOf().isEmpty() || record.onlyOf().get().equals(rowName)) {
        any |= add(batch, row, record, record.measureName().orElse(rowName), time);
      }
    }
    if (!any) {
      refused.refused("The row has no measure value.", batch, row);
    }
  }

  /**
   * Adds one record of a row, or reports why not.
   *
   * @return false when it has no value
   */
  private boolean add(
      ResultBatch batch, int row, MappedRecord record, String measureName, long time) {
    if (record.values().stream().noneMatch(value -> isPresent(batch, row, value.column()))) {
      return false;
    }
    String reason = measureValues(batch, row, record.values());
    if (reason.isEmpty()) {
      reason = encodeSeries(batch, row, measureName);
    }
    if (!reason.isEmpty()) {
      refused.refused(reason, batch, row);
      return true;
    }
    points.point(points.size(), points.series(keys.bytes(), 0, keys.length()), time, version);
    for (MappedValue value : record.values()) {
      if (isPresent(batch, row, value.column())) {
        String column = record.multi() ? value.name() : Column.singleMeasureName(value.type());
        append(
            points.valueColumn(column, value.type()),
            value.type(),
            batch.vector(value.column()),
            row);
      }
    }
    int pointBytes = seriesBytes + Long.BYTES + valueBytes;
    bytes += pointBytes;
    totalBytes += pointBytes;
    return true;
  }

  private static boolean isPresent(ResultBatch batch, int row, int column) {
    return batch.vector(column).isPresent(row);
  }

  /**
   * Measures the values of a record, for {@link #valueBytes}.
   *
   * @return why it cannot be one, or nothing
   */
  private String measureValues(ResultBatch batch, int row, List<MappedValue> values) {
    valueBytes = 0;
    int count = 0;
    for (MappedValue value : values) {
      Vector vector = batch.vector(value.column());
      if (!vector.isPresent(row)) {
        continue;
      }
      count++;
      if (value.name().getBytes(StandardCharsets.UTF_8).length > limits.measureNameBytesMax()) {
        return "The measure name "
            + value.name()
            + " is longer than "
            + limits.measureNameBytesMax()
            + " bytes.";
      }
      switch (value.type()) {
        case DOUBLE -> {
          if (!Double.isFinite(Vectors.doubleAt(vector, row))) {
            return "The measure value of " + value.name() + " is not a finite number.";
          }
          valueBytes += Double.BYTES;
        }
        case BIGINT, TIMESTAMP -> valueBytes += Long.BYTES;
        case BOOLEAN -> valueBytes += 1;
        case VARCHAR -> {
          int length = Vectors.textOf(vector).length(Vectors.entryOf(vector, row));
          if (length > limits.valueBytesMax()) {
            return "The measure value of "
                + value.name()
                + " is longer than "
                + limits.valueBytesMax()
                + " bytes.";
          }
          valueBytes += length;
        }
      }
    }
    if (valueBytes > limits.recordBytesMax()) {
      return "The measure values are longer than " + limits.recordBytesMax() + " bytes.";
    }
    return count > limits.measuresMax()
        ? "The record has more than " + limits.measuresMax() + " measures."
        : "";
  }

  /**
   * Makes the key of a record's series, and measures it for {@link #seriesBytes}.
   *
   * @return why there can be none, or nothing
   */
  private String encodeSeries(ResultBatch batch, int row, String measureName) {
    byte[] name = measureName.getBytes(StandardCharsets.UTF_8);
    if (name.length == 0 || name.length > limits.measureNameBytesMax()) {
      return "The measure name is empty or longer than " + limits.measureNameBytesMax() + " bytes.";
    }
    keys.begin(name, 0, name.length);
    int dimensionBytes = 0;
    for (MappedDimension dimension : mapping.dimensions()) {
      Vector vector = batch.vector(dimension.column());
      if (vector.isPresent(row)) {
        byte[] dimensionName = dimension.name().getBytes(StandardCharsets.UTF_8);
        if (dimensionName.length > limits.dimensionNameBytesMax()) {
          return "The dimension name "
              + dimension.name()
              + " is longer than "
              + limits.dimensionNameBytesMax()
              + " bytes.";
        }
        Vector.Text text = Vectors.textOf(vector);
        int entry = Vectors.entryOf(vector, row);
        keys.dimension(
            dimensionName,
            0,
            dimensionName.length,
            text.bytes(),
            text.offsets()[entry],
            text.length(entry));
        dimensionBytes += dimensionName.length + text.length(entry);
      } else if (requiredDimensions.contains(dimension.name())) {
        return "The dimension "
            + dimension.name()
            + " is required by the partition key of the table.";
      }
    }
    if (dimensionBytes == 0) {
      return "At least one dimension is required for a record.";
    }
    if (dimensionBytes > limits.dimensionsBytesMax()) {
      return "The names and values of the dimensions are longer than "
          + limits.dimensionsBytesMax()
          + " bytes.";
    }
    // Names are unique: the mapping has seen to it.
    keys.finish();
    seriesBytes = name.length + dimensionBytes;
    return "";
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
