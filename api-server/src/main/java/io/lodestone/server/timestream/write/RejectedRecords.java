package io.lodestone.server.timestream.write;

import com.fasterxml.jackson.core.JsonGenerator;
import io.lodestone.engine.commit.AdmissionRule;
import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.Dimension;
import io.lodestone.model.PointBatch;
import io.lodestone.model.Rejection;
import io.lodestone.model.SeriesKey;
import io.lodestone.scan.Column;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rejected records in the form of AWS's error reports. Stateless. */
public final class RejectedRecords {
  private RejectedRecords() {}

  /** Writes the elements of a report's {@code errors}: one for each reason. */
  public static void write(
      JsonGenerator out, AdmissionRule admission, PointBatch batch, List<Rejection> rejections)
      throws IOException {
    Map<String, List<Rejection>> byReason = new LinkedHashMap<>();
    for (Rejection rejection : rejections) {
      byReason
          .computeIfAbsent(WriteErrors.reason(rejection, batch, admission), _ -> new ArrayList<>())
          .add(rejection);
    }
    for (Map.Entry<String, List<Rejection>> error : byReason.entrySet()) {
      out.writeStartObject();
      out.writeStringField("reason", error.getKey());
      out.writeArrayFieldStart("records");
      for (Rejection rejection : error.getValue()) {
        writeRecord(out, batch, WriteErrors.point(rejection.requestIndex(), batch));
      }
      out.writeEndArray();
      out.writeEndObject();
    }
  }

  private static void writeRecord(JsonGenerator out, PointBatch batch, int point)
      throws IOException {
    SeriesKey series = batch.key(batch.series()[point]);
    out.writeStartObject();
    out.writeArrayFieldStart("dimensions");
    for (Dimension dimension : series.dimensions()) {
      out.writeStartObject();
      out.writeStringField("name", dimension.name());
      out.writeStringField("value", dimension.value());
      out.writeNullField("dimensionValueType");
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeStringField("measureName", series.measureName());
    writeValues(out, batch.columns().stream().filter(column -> has(column, point)).toList(), point);
    out.writeStringField("time", Long.toString(batch.times()[point]));
    out.writeStringField("timeUnit", "NANOSECONDS");
    out.writeNumberField("version", batch.versions()[point]);
    out.writeEndObject();
  }

  private static void writeValues(JsonGenerator out, List<ColumnBuffer> columns, int point)
      throws IOException {
    ColumnBuffer first = columns.getFirst();
    if (first.name().equals(Column.singleMeasureName(first.type()))) {
      out.writeStringField("measureValue", text(first, point));
      out.writeNullField("measureValues");
      out.writeStringField("measureValueType", first.type().name());
      return;
    }
    out.writeNullField("measureValue");
    out.writeArrayFieldStart("measureValues");
    for (ColumnBuffer column : columns) {
      out.writeStartObject();
      out.writeStringField("name", column.name());
      out.writeStringField("value", text(column, point));
      out.writeStringField("type", column.type().name());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeStringField("measureValueType", "MULTI");
  }

  private static boolean has(ColumnBuffer column, int point) {
    return point < column.size() && column.isPresent(point);
  }

  private static String text(ColumnBuffer column, int point) {
    return switch (column.type()) {
      case DOUBLE -> Double.toString(column.doubleAt(point));
      case BOOLEAN -> Boolean.toString(column.word(point) != 0);
      case BIGINT, TIMESTAMP -> Long.toString(column.word(point));
      case VARCHAR -> column.varcharAt(point);
    };
  }
}
