package io.lodestone.server.timestream.scheduled;

import com.fasterxml.jackson.core.JsonGenerator;
import io.lodestone.server.protocol.JsonReader;
import io.lodestone.server.protocol.Rule;
import io.lodestone.server.protocol.Shape;
import java.io.IOException;

/** Whom to tell what becomes of a query. Null members are absent ones. */
record NotificationConfiguration(Sns sns) {
  static final Shape<NotificationConfiguration> SHAPE =
      Shape.<NotificationConfiguration>named("NotificationConfiguration")
          .required("SnsConfiguration", NotificationConfiguration::sns, Rule.structure(Sns.SHAPE))
          .build();

  static NotificationConfiguration read(JsonReader in) throws IOException {
    Sns sns = null;
    if (!in.beginObject()) {
      return null;
    }
    while (in.nextMember()) {
      switch (in.member()) {
        case "SnsConfiguration" -> sns = Sns.read(in);
        default -> in.skip();
      }
    }
    return new NotificationConfiguration(sns);
  }

  /** Writes its members. */
  void write(JsonGenerator out) throws IOException {
    out.writeObjectFieldStart("SnsConfiguration");
    sns.write(out);
    out.writeEndObject();
  }

  /** A topic of SNS. */
  record Sns(String topicArn) {
    static final Shape<Sns> SHAPE =
        Shape.<Sns>named("SnsConfiguration")
            .required("TopicArn", Sns::topicArn, Rule.text(1, 2_048))
            .build();

    static Sns read(JsonReader in) throws IOException {
      String topicArn = null;
      if (!in.beginObject()) {
        return null;
      }
      while (in.nextMember()) {
        switch (in.member()) {
          case "TopicArn" -> topicArn = in.string();
          default -> in.skip();
        }
      }
      return new Sns(topicArn);
    }

    /** Writes its members. */
    void write(JsonGenerator out) throws IOException {
      out.writeStringField("TopicArn", topicArn);
    }
  }
}
