package io.lodestone.server.timestream.scheduled;

import com.fasterxml.jackson.core.JsonGenerator;
import io.lodestone.server.protocol.JsonReader;
import io.lodestone.server.protocol.Rule;
import io.lodestone.server.protocol.Shape;
import java.io.IOException;
import java.util.List;

/** How a row becomes one multi-measure record. Null members are absent ones. */
record MultiMeasureMappings(String targetName, List<AttributeMapping> attributes) {
  static final Shape<MultiMeasureMappings> SHAPE =
      Shape.<MultiMeasureMappings>named("MultiMeasureMappings")
          .optional("TargetMultiMeasureName", MultiMeasureMappings::targetName, Rule.text())
          .required(
              "MultiMeasureAttributeMappings",
              MultiMeasureMappings::attributes,
              Rule.list(1, Integer.MAX_VALUE, Rule.structure(AttributeMapping.SHAPE)))
          .build();

  static MultiMeasureMappings read(JsonReader in) throws IOException {
    String targetName = null;
    List<AttributeMapping> attributes = null;
    if (!in.beginObject()) {
      return null;
    }
    while (in.nextMember()) {
      switch (in.member()) {
        case "TargetMultiMeasureName" -> targetName = in.string();
        case "MultiMeasureAttributeMappings" -> attributes = in.list(AttributeMapping::read);
        default -> in.skip();
      }
    }
    return new MultiMeasureMappings(targetName, attributes);
  }

  /** Writes its members. */
  void write(JsonGenerator out) throws IOException {
    if (targetName != null) {
      out.writeStringField("TargetMultiMeasureName", targetName);
    }
    out.writeArrayFieldStart("MultiMeasureAttributeMappings");
    for (AttributeMapping element : attributes) {
      out.writeStartObject();
      element.write(out);
      out.writeEndObject();
    }
    out.writeEndArray();
  }
}
