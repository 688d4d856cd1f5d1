package io.lodestone.server.timestream.scheduled;

import com.fasterxml.jackson.core.JsonGenerator;
import io.lodestone.server.protocol.JsonReader;
import io.lodestone.server.protocol.Rule;
import io.lodestone.server.protocol.Shape;
import java.io.IOException;

/** A column that becomes a dimension. Null members are absent ones. */
record DimensionMapping(String name, String valueType) {
  static final Shape<DimensionMapping> SHAPE =
      Shape.<DimensionMapping>named("DimensionMapping")
          .required("Name", DimensionMapping::name, Rule.text())
          .required("DimensionValueType", DimensionMapping::valueType, Rule.oneOf("VARCHAR"))
          .build();

  static DimensionMapping read(JsonReader in) throws IOException {
    String name = null;
    String valueType = null;
    if (!in.beginObject()) {
      return null;
    }
    while (in.nextMember()) {
      switch (in.member()) {
        case "Name" -> name = in.string();
        case "DimensionValueType" -> valueType = in.string();
        default -> in.skip();
      }
    }
    return new DimensionMapping(name, valueType);
  }

  /** Writes its members. */
  void write(JsonGenerator out) throws IOException {
    out.writeStringField("Name", name);
    out.writeStringField("DimensionValueType", valueType);
  }
}
