package io.lodestone.server.timestream.scheduled;

import com.fasterxml.jackson.core.JsonGenerator;
import io.lodestone.server.protocol.JsonReader;
import io.lodestone.server.protocol.Rule;
import io.lodestone.server.protocol.Shape;
import java.io.IOException;

/** When a query is run. Null members are absent ones. */
record ScheduleConfiguration(String expression) {
  static final Shape<ScheduleConfiguration> SHAPE =
      Shape.<ScheduleConfiguration>named("ScheduleConfiguration")
          .required("ScheduleExpression", ScheduleConfiguration::expression, Rule.text(1, 256))
          .build();

  static ScheduleConfiguration read(JsonReader in) throws IOException {
    String expression = null;
    if (!in.beginObject()) {
      return null;
    }
    while (in.nextMember()) {
      switch (in.member()) {
        case "ScheduleExpression" -> expression = in.string();
        default -> in.skip();
      }
    }
    return new ScheduleConfiguration(expression);
  }

  /** Writes its members. */
  void write(JsonGenerator out) throws IOException {
    out.writeStringField("ScheduleExpression", expression);
  }
}
