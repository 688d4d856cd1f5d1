package io.lodestone.server.notification;

import java.util.Map;
import java.util.Objects;

/**
 * Something to be told.
 *
 * @param topicArn the topic of SNS that it is meant for; told, and not interpreted
 * @param message a JSON document
 * @param attributes by which a subscriber of the topic would choose; texts
 */
public record Notification(String topicArn, String message, Map<String, String> attributes) {
  public Notification {
    Objects.requireNonNull(topicArn, "topicArn");
    Objects.requireNonNull(message, "message");
    attributes = Map.copyOf(attributes);
  }
}
