package io.lodestone.server.timestream.scheduled;

import com.fasterxml.jackson.core.JsonGenerator;
import io.lodestone.server.protocol.JsonReader;
import io.lodestone.server.protocol.Rule;
import io.lodestone.server.protocol.Shape;
import java.io.IOException;
import java.util.List;

/**
 * How a row, or one of some measure name, becomes one record of its own. Null members are absent
 * ones.
 */
record MixedMeasureMapping(
    String measureName,
    String sourceColumn,
    String targetName,
    String valueType,
    List<AttributeMapping> attributes) {
  static final Shape<MixedMeasureMapping> SHAPE =
      Shape.<MixedMeasureMapping>named("MixedMeasureMapping")
          .optional("MeasureName", MixedMeasureMapping::measureName, Rule.text())
          .optional("SourceColumn", MixedMeasureMapping::sourceColumn, Rule.text())
          .optional("TargetMeasureName", MixedMeasureMapping::targetName, Rule.text())
          .required(
              "MeasureValueType",
              MixedMeasureMapping::valueType,
              Rule.oneOf("BIGINT", "BOOLEAN", "DOUBLE", "VARCHAR", "MULTI"))
          .optional(
              "MultiMeasureAttributeMappings",
              MixedMeasureMapping::attributes,
              Rule.list(1, Integer.MAX_VALUE, Rule.structure(AttributeMapping.SHAPE)))
          .build();

  static MixedMeasureMapping read(JsonReader in) throws IOException {
    String measureName = null;
    String sourceColumn = null;
    String targetName = null;
    String valueType = null;
    List<AttributeMapping> attributes = null;
    if (!in.beginObject()) {
      return null;
    }
    while (in.nextMember()) {
      switch (in.member()) {
        case "MeasureName" -> measureName = in.string();
        case "SourceColumn" -> sourceColumn = in.string();
        case "TargetMeasureName" -> targetName = in.string();
        case "MeasureValueType" -> valueType = in.string();
        case "MultiMeasureAttributeMappings" -> attributes = in.list(AttributeMapping::read);
        default -> in.skip();
      }
    }
    return new MixedMeasureMapping(measureName, sourceColumn, targetName, valueType, attributes);
  }

  /** Writes its members. */
  void write(JsonGenerator out) throws IOException {
    if (measureName != null) {
      out.writeStringField("MeasureName", measureName);
    }
    if (sourceColumn != null) {
      out.writeStringField("SourceColumn", sourceColumn);
    }
    if (targetName != null) {
      out.writeStringField("TargetMeasureName", targetName);
    }
    out.writeStringField("MeasureValueType", valueType);
    if (attributes != null) {
      out.writeArrayFieldStart("MultiMeasureAttributeMappings");
      for (AttributeMapping element : attributes) {
        out.writeStartObject();
        element.write(out);
        out.writeEndObject();
      }
      out.writeEndArray();
    }
  }
}
