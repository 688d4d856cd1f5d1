package io.lodestone.server.timestream.write;

import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.InvalidRequestException;
import io.lodestone.model.PointBatch;
import io.lodestone.model.Rejection;
import io.lodestone.model.SeriesKeyEncoder;
import io.lodestone.model.ValueType;
import io.lodestone.scan.Column;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns staged records into points: merges CommonAttributes into each record (what the record says
 * itself wins; dimensions are united), sets the defaults, and applies the rules of WriteRecords. A
 * malformed record fails the request as a whole; a record beyond a limit is rejected alone. Used
 * once.
 */
final class PointAssembler {
  private static final int NONE = -1;

  private final StagedRecords staged;
  private final WriteLimits limits;
  private final List<String> requiredDimensions;
  private final PointBatch.Builder batch;
  private final SeriesKeyEncoder keys = new SeriesKeyEncoder();
  private final ValueText values = new ValueText();
  private final ColumnBuffer[] singleMeasures = new ColumnBuffer[ValueType.values().length];
  private final List<Rejection> rejections = new ArrayList<>();

  /**
   * The series of the record before, if it had no dimensions of its own: its successor often is of
   * the same.
   */
  private int lastSeries = NONE;

  private long lastMeasureName = Texts.ABSENT;

  PointAssembler(StagedRecords staged, WriteLimits limits, List<String> requiredDimensions) {
    this.staged = staged;
    this.limits = limits;
    this.requiredDimensions = requiredDimensions;
    this.batch = new PointBatch.Builder(staged.records());
  }

  DecodedRecords assemble() {
    for (int slot = 1; slot < staged.slots; slot++) {
      assemble(slot);
    }
    return new DecodedRecords(batch.build(), rejections);
  }

  private void assemble(int slot) {
    long measureName = merged(staged.measureName, slot);
    if (measureName == Texts.ABSENT) {
      throw new InvalidRequestException("A measure name is required for a record.");
    }
    MeasureType type =
        staged.type[slot] != null ? staged.type[slot] : staged.type[StagedRecords.COMMON];
    RecordTimeUnit unit =
        staged.unit[slot] != null ? staged.unit[slot] : staged.unit[StagedRecords.COMMON];
    type = type != null ? type : MeasureType.DOUBLE;
    unit = unit != null ? unit : RecordTimeUnit.MILLISECONDS;
    long value = merged(staged.measureValue, slot);
    int attributes = staged.attributeStart[slot] >= 0 ? slot : StagedRecords.COMMON;
    boolean multi = type == MeasureType.MULTI;
    checkShape(multi, value, attributes);

    // Everything malformed is found before anything is added, and a rejected record adds nothing.
    int series = series(slot, measureName);
    boolean timely = readTime(merged(staged.time, slot), unit);
    long timeNanos = values.word();
    boolean small =
        multi
            ? checkAttributes(slot, attributes, unit)
            : checkSingle(slot, value, type.valueType(), unit);
    long word = values.word();
    if (series == NONE || !small) {
      return;
    }
    if (!timely) {
      reject(slot, Rejection.Reason.OUTSIDE_TIME_WINDOW, "");
      return;
    }
    batch.point(slot - 1, series, timeNanos, version(slot));
    if (multi) {
      appendAttributes(attributes);
    } else {
      appendSingle(value, word, type.valueType());
    }
  }

  private void checkShape(boolean multi, long value, int attributes) {
    boolean hasAttributes = staged.attributeEnd[attributes] > staged.attributeStart[attributes];
    if (multi && value != Texts.ABSENT) {
      throw new InvalidRequestException("MeasureValue is not allowed for type MULTI.");
    }
    if (multi && !hasAttributes) {
      throw new InvalidRequestException("MeasureValues is required for type MULTI.");
    }
    if (!multi && staged.attributeStart[attributes] >= 0) {
      throw new InvalidRequestException("MeasureValues is only allowed for type MULTI.");
    }
    if (!multi && value == Texts.ABSENT) {
      throw new InvalidRequestException("A measure value is required for a record.");
    }
  }

  // Series

  /** The series of a record in the batch, or {@link #NONE} when the record was rejected. */
  private int series(int slot, long measureName) {
    boolean ownDimensions = staged.dimensionEnd[slot] > staged.dimensionStart[slot];
    if (!ownDimensions
        && lastSeries != NONE
        && (measureName == lastMeasureName || staged.texts.same(measureName, lastMeasureName))) {
      return lastSeries;
    }
    int series = encodeSeries(slot, measureName);
    lastSeries = ownDimensions ? NONE : series;
    lastMeasureName = measureName;
    return series;
  }

  private int encodeSeries(int slot, long measureName) {
    keys.begin(
        staged.texts.bytes(measureName), Texts.start(measureName), Texts.length(measureName));
    String excess =
        Texts.length(measureName) > limits.measureNameBytesMax()
            ? "The measure name is longer than " + limits.measureNameBytesMax() + " bytes."
            : "";
    int count = 0;
    int bytes = 0;
    for (int source : new int[] {StagedRecords.COMMON, slot}) {
      for (int i = staged.dimensionStart[source]; i < staged.dimensionEnd[source]; i++) {
        NameTable.Name name = staged.names.name(staged.dimensionName[i]);
        name.useAsDimension();
        long value = staged.dimensionValue[i];
        byte[] utf8 = name.utf8();
        keys.dimension(
            utf8,
            0,
            utf8.length,
            staged.texts.bytes(value),
            Texts.start(value),
            Texts.length(value));
        if (utf8.length > limits.dimensionNameBytesMax()) {
          excess =
              "The dimension name "
                  + name.text()
                  + " is longer than "
                  + limits.dimensionNameBytesMax()
                  + " bytes.";
        }
        bytes += utf8.length + Texts.length(value);
        count++;
      }
    }
    if (!keys.finish()) {
      throw new InvalidRequestException(
          "Dimension names must be unique in a record, those of CommonAttributes included; the record at index "
              + (slot - 1)
              + " repeats one.");
    }
    if (count == 0) {
      throw new InvalidRequestException("At least one dimension is required for a record.");
    }
    if (count > limits.dimensionsMax()) {
      excess = "The record has more than " + limits.dimensionsMax() + " dimensions.";
    } else if (bytes > limits.dimensionsBytesMax()) {
      excess =
          "The names and values of the dimensions are longer than "
              + limits.dimensionsBytesMax()
              + " bytes.";
    }
    if (!excess.isEmpty()) {
      reject(slot, Rejection.Reason.LIMIT_EXCEEDED, excess);
      return NONE;
    }
    for (String required : requiredDimensions) {
      if (!hasDimension(slot, required)) {
        reject(
            slot,
            Rejection.Reason.DIMENSION_REQUIRED,
            "The dimension " + required + " is required by the partition key of the table.");
        return NONE;
      }
    }
    return batch.series(keys.bytes(), 0, keys.length());
  }

  private boolean hasDimension(int slot, String name) {
    return hasOwnDimension(StagedRecords.COMMON, name) || hasOwnDimension(slot, name);
  }

  private boolean hasOwnDimension(int source, String name) {
    for (int i = staged.dimensionStart[source]; i < staged.dimensionEnd[source]; i++) {
      if (staged.names.name(staged.dimensionName[i]).text().equals(name)) {
        return true;
      }
    }
    return false;
  }

  // Time and version

  /**
   * Reads a time into {@link #values}.
   *
   * @return false when it is a whole number outside the times that can be stored
   */
  private boolean readTime(long piece, RecordTimeUnit unit) {
    if (piece == Texts.ABSENT) {
      throw new InvalidRequestException("Invalid time for record.");
    }
    byte[] text = staged.texts.bytes(piece);
    int start = Texts.start(piece);
    int length = Texts.length(piece);
    if (values.readTimestamp(text, start, length, unit)) {
      return values.word() >= 0;
    }
    if (!ValueText.isWhole(text, start, length)) {
      throw new InvalidRequestException("Invalid time for record.");
    }
    return false;
  }

  private long version(int slot) {
    long version =
        staged.version[slot] != 0 ? staged.version[slot] : staged.version[StagedRecords.COMMON];
    return version != 0 ? version : 1;
  }

  // Values

  private boolean checkSingle(int slot, long value, ValueType type, RecordTimeUnit unit) {
    requireReadable(slot, "", value, type, unit);
    return checkSize(slot, size(value, type));
  }

  private boolean checkAttributes(int slot, int source, RecordTimeUnit unit) {
    int start = staged.attributeStart[source];
    int end = staged.attributeEnd[source];
    long bytes = 0;
    String excess = "";
    for (int i = start; i < end; i++) {
      NameTable.Name name = staged.names.name(staged.attributeName[i]);
      name.useAsAttribute(slot - 1);
      MeasureType type = staged.attributeType[i];
      if (type == MeasureType.MULTI) {
        throw new InvalidRequestException("MeasureValues may not be of type MULTI.");
      }
      if (name.utf8().length > limits.measureNameBytesMax()) {
        excess =
            "The measure name "
                + name.text()
                + " is longer than "
                + limits.measureNameBytesMax()
                + " bytes.";
      }
      requireReadable(slot, name.text(), staged.attributeValue[i], type.valueType(), unit);
      staged.attributeWord[i] = values.word();
      bytes += size(staged.attributeValue[i], type.valueType());
    }
    if (end - start > limits.measuresMax()) {
      excess = "The record has more than " + limits.measuresMax() + " measures.";
    }
    if (!excess.isEmpty()) {
      reject(slot, Rejection.Reason.LIMIT_EXCEEDED, excess);
      return false;
    }
    return checkSize(slot, bytes);
  }

  private boolean checkSize(int slot, long bytes) {
    if (bytes > limits.recordBytesMax()) {
      reject(
          slot,
          Rejection.Reason.LIMIT_EXCEEDED,
          "The measure values are longer than " + limits.recordBytesMax() + " bytes.");
      return false;
    }
    return true;
  }

  private static long size(long value, ValueType type) {
    return switch (type) {
      case DOUBLE, BIGINT, TIMESTAMP -> 8;
      case BOOLEAN -> 1;
      case VARCHAR -> Texts.length(value);
    };
  }

  private void requireReadable(
      int slot, String measure, long value, ValueType type, RecordTimeUnit unit) {
    if (type != ValueType.VARCHAR && !read(value, type, unit)) {
      throw new InvalidRequestException(
          "The measure value "
              + (measure.isEmpty() ? "" : "of " + measure + " ")
              + "in the record at index "
              + (slot - 1)
              + " is not a valid "
              + type
              + ".");
    }
  }

  private boolean read(long value, ValueType type, RecordTimeUnit unit) {
    byte[] text = staged.texts.bytes(value);
    int start = Texts.start(value);
    int length = Texts.length(value);
    return switch (type) {
      case DOUBLE -> values.readDouble(text, start, length);
      case BIGINT -> values.readBigint(text, start, length);
      case BOOLEAN -> values.readBoolean(text, start, length);
      case TIMESTAMP -> values.readTimestamp(text, start, length, unit);
      case VARCHAR -> true;
    };
  }

  private void appendSingle(long value, long word, ValueType type) {
    ColumnBuffer column = singleMeasures[type.ordinal()];
    if (column == null) {
      column = batch.column(Column.singleMeasureName(type), type);
      singleMeasures[type.ordinal()] = column;
    }
    append(column, value, word);
  }

  private void appendAttributes(int source) {
    for (int i = staged.attributeStart[source]; i < staged.attributeEnd[source]; i++) {
      NameTable.Name name = staged.names.name(staged.attributeName[i]);
      ValueType type = staged.attributeType[i].valueType();
      ColumnBuffer column = name.column(type);
      if (column == null) {
        column = batch.column(name.text(), type);
        name.column(type, column);
      }
      append(column, staged.attributeValue[i], staged.attributeWord[i]);
    }
  }

  private void append(ColumnBuffer column, long value, long word) {
    column.padTo(batch.size() - 1);
    if (column.type() == ValueType.VARCHAR) {
      column.appendVarchar(staged.texts.bytes(value), Texts.start(value), Texts.length(value));
    } else {
      column.appendWord(word);
    }
  }

  private static long merged(long[] pieces, int slot) {
    return pieces[slot] != Texts.ABSENT ? pieces[slot] : pieces[StagedRecords.COMMON];
  }

  private void reject(int slot, Rejection.Reason reason, String detail) {
    rejections.add(Rejection.of(slot - 1, reason, detail));
  }
}
