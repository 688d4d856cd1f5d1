package io.lodestone.server.timestream.scheduled;

import com.fasterxml.jackson.core.JsonGenerator;
import io.lodestone.server.protocol.JsonReader;
import io.lodestone.server.protocol.Rule;
import io.lodestone.server.protocol.Shape;
import java.io.IOException;

/** Where the rows of a result go. Null members are absent ones. */
record TargetConfiguration(TimestreamTarget timestream) {
  static final Shape<TargetConfiguration> SHAPE =
      Shape.<TargetConfiguration>named("TargetConfiguration")
          .required(
              "TimestreamConfiguration",
              TargetConfiguration::timestream,
              Rule.structure(TimestreamTarget.SHAPE))
          .build();

  static TargetConfiguration read(JsonReader in) throws IOException {
    TimestreamTarget timestream = null;
    if (!in.beginObject()) {
      return null;
    }
    while (in.nextMember()) {
      switch (in.member()) {
        case "TimestreamConfiguration" -> timestream = TimestreamTarget.read(in);
        default -> in.skip();
      }
    }
    return new TargetConfiguration(timestream);
  }

  /** Writes its members. */
  void write(JsonGenerator out) throws IOException {
    out.writeObjectFieldStart("TimestreamConfiguration");
    timestream.write(out);
    out.writeEndObject();
  }
}
