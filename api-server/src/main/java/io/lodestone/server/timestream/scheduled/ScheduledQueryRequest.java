package io.lodestone.server.timestream.scheduled;

import io.lodestone.server.protocol.JsonReader;
import io.lodestone.server.protocol.Shape;
import java.io.IOException;

/** What describes or deletes a scheduled query: its ARN. Null members are absent ones. */
record ScheduledQueryRequest(String arn) {
  static final Shape<ScheduledQueryRequest> DESCRIBE = shape("DescribeScheduledQueryRequest");
  static final Shape<ScheduledQueryRequest> DELETE = shape("DeleteScheduledQueryRequest");

  private static Shape<ScheduledQueryRequest> shape(String name) {
    return Shape.<ScheduledQueryRequest>named(name)
        .required("ScheduledQueryArn", ScheduledQueryRequest::arn, ScheduledQueryArn.RULE)
        .build();
  }

  static ScheduledQueryRequest read(JsonReader in) throws IOException {
    String arn = null;
    if (in.beginObject()) {
      while (in.nextMember()) {
        switch (in.member()) {
          case "ScheduledQueryArn" -> arn = in.string();
          default -> in.skip();
        }
      }
    }
    return new ScheduledQueryRequest(arn);
  }
}
