package io.lodestone.server.timestream.scheduled;

import com.fasterxml.jackson.core.JsonGenerator;
import io.lodestone.server.protocol.JsonReader;
import io.lodestone.server.protocol.Rule;
import io.lodestone.server.protocol.Shape;
import java.io.IOException;
import java.util.List;

/** Where and how the rows of a result are stored. Null members are absent ones. */
record TimestreamTarget(
    String databaseName,
    String tableName,
    String timeColumn,
    List<DimensionMapping> dimensions,
    MultiMeasureMappings multi,
    List<MixedMeasureMapping> mixed,
    String measureNameColumn) {
  static final Shape<TimestreamTarget> SHAPE =
      Shape.<TimestreamTarget>named("TimestreamConfiguration")
          .required("DatabaseName", TimestreamTarget::databaseName, Rule.text())
          .required("TableName", TimestreamTarget::tableName, Rule.text())
          .required("TimeColumn", TimestreamTarget::timeColumn, Rule.text())
          .required(
              "DimensionMappings",
              TimestreamTarget::dimensions,
              Rule.list(0, Integer.MAX_VALUE, Rule.structure(DimensionMapping.SHAPE)))
          .optional(
              "MultiMeasureMappings",
              TimestreamTarget::multi,
              Rule.structure(MultiMeasureMappings.SHAPE))
          .optional(
              "MixedMeasureMappings",
              TimestreamTarget::mixed,
              Rule.list(1, Integer.MAX_VALUE, Rule.structure(MixedMeasureMapping.SHAPE)))
          .optional("MeasureNameColumn", TimestreamTarget::measureNameColumn, Rule.text())
          .build();

  static TimestreamTarget read(JsonReader in) throws IOException {
    String databaseName = null;
    String tableName = null;
    String timeColumn = null;
    List<DimensionMapping> dimensions = null;
    MultiMeasureMappings multi = null;
    List<MixedMeasureMapping> mixed = null;
    String measureNameColumn = null;
    if (!in.beginObject()) {
      return null;
    }
    while (in.nextMember()) {
      switch (in.member()) {
        case "DatabaseName" -> databaseName = in.string();
        case "TableName" -> tableName = in.string();
        case "TimeColumn" -> timeColumn = in.string();
        case "DimensionMappings" -> dimensions = in.list(DimensionMapping::read);
        case "MultiMeasureMappings" -> multi = MultiMeasureMappings.read(in);
        case "MixedMeasureMappings" -> mixed = in.list(MixedMeasureMapping::read);
        case "MeasureNameColumn" -> measureNameColumn = in.string();
        default -> in.skip();
      }
    }
    return new TimestreamTarget(
        databaseName, tableName, timeColumn, dimensions, multi, mixed, measureNameColumn);
  }

  /** Writes its members. */
  void write(JsonGenerator out) throws IOException {
    out.writeStringField("DatabaseName", databaseName);
    out.writeStringField("TableName", tableName);
    out.writeStringField("TimeColumn", timeColumn);
    out.writeArrayFieldStart("DimensionMappings");
    for (DimensionMapping element : dimensions) {
      out.writeStartObject();
      element.write(out);
      out.writeEndObject();
    }
    out.writeEndArray();
    if (multi != null) {
      out.writeObjectFieldStart("MultiMeasureMappings");
      multi.write(out);
      out.writeEndObject();
    }
    if (mixed != null) {
      out.writeArrayFieldStart("MixedMeasureMappings");
      for (MixedMeasureMapping element : mixed) {
        out.writeStartObject();
        element.write(out);
        out.writeEndObject();
      }
      out.writeEndArray();
    }
    if (measureNameColumn != null) {
      out.writeStringField("MeasureNameColumn", measureNameColumn);
    }
  }
}
