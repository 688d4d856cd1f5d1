package io.lodestone.server.notification;

import io.lodestone.server.protocol.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The body with which SNS posts a notification to a subscriber over HTTP, without its signature:
 * that is of a key which only Amazon has. Stateless.
 */
final class SnsEnvelope {
  private static final DateTimeFormatter MILLISECONDS =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

  private SnsEnvelope() {}

  static byte[] of(String messageId, Notification notification, Instant time) {
    try {
      return Json.object(
          out -> {
            out.writeStringField("Type", "Notification");
            out.writeStringField("MessageId", messageId);
            out.writeStringField("TopicArn", notification.topicArn());
            out.writeStringField("Message", notification.message());
            out.writeStringField("Timestamp", MILLISECONDS.format(time));
            out.writeObjectFieldStart("MessageAttributes");
            for (Map.Entry<String, String> attribute :
                new TreeMap<>(notification.attributes()).entrySet()) {
              out.writeObjectFieldStart(attribute.getKey());
              out.writeStringField("Type", "String");
              out.writeStringField("Value", attribute.getValue());
              out.writeEndObject();
            }
            out.writeEndObject();
          });
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
  }
}
