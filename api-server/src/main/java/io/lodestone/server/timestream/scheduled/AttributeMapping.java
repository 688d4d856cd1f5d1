package io.lodestone.server.timestream.scheduled;

import com.fasterxml.jackson.core.JsonGenerator;
import io.lodestone.server.protocol.JsonReader;
import io.lodestone.server.protocol.Rule;
import io.lodestone.server.protocol.Shape;
import java.io.IOException;

/** A column that becomes an attribute of a multi-measure record. Null members are absent ones. */
record AttributeMapping(String sourceColumn, String targetName, String valueType) {
  static final Shape<AttributeMapping> SHAPE =
      Shape.<AttributeMapping>named("MultiMeasureAttributeMapping")
          .required("SourceColumn", AttributeMapping::sourceColumn, Rule.text())
          .optional("TargetMultiMeasureAttributeName", AttributeMapping::targetName, Rule.text())
          .required(
              "MeasureValueType",
              AttributeMapping::valueType,
              Rule.oneOf("BIGINT", "BOOLEAN", "DOUBLE", "VARCHAR", "TIMESTAMP"))
          .build();

  static AttributeMapping read(JsonReader in) throws IOException {
    String sourceColumn = null;
    String targetName = null;
    String valueType = null;
    if (!in.beginObject()) {
      return null;
    }
    while (in.nextMember()) {
      switch (in.member()) {
        case "SourceColumn" -> sourceColumn = in.string();
        case "TargetMultiMeasureAttributeName" -> targetName = in.string();
        case "MeasureValueType" -> valueType = in.string();
        default -> in.skip();
      }
    }
    return new AttributeMapping(sourceColumn, targetName, valueType);
  }

  /** Writes its members. */
  void write(JsonGenerator out) throws IOException {
    out.writeStringField("SourceColumn", sourceColumn);
    if (targetName != null) {
      out.writeStringField("TargetMultiMeasureAttributeName", targetName);
    }
    out.writeStringField("MeasureValueType", valueType);
  }
}
