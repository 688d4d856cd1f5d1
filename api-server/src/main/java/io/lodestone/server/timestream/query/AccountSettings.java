package io.lodestone.server.timestream.query;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What an account may use for its queries, in Timestream compute units (TCU). Here one unit is one
 * query at a time.
 *
 * <pre>
 *   text := lines of the form NAME=VALUE
 *           max-query-tcu, compute-mode, target-query-tcu, role-arn, topic-arn
 * </pre>
 *
 * @param maxQueryTcu the most units used on demand
 * @param mode which of the two numbers counts
 * @param provisioned what was asked for by the latest change to provisioned capacity
 */
record AccountSettings(int maxQueryTcu, ComputeMode mode, Optional<Provisioned> provisioned) {
  static final int TCU_STEP = 4;
  static final int TCU_MAX = 1_000;

  /** What an account has that never asked for anything. */
  static final AccountSettings DEFAULT =
      new AccountSettings(200, ComputeMode.ON_DEMAND, Optional.empty());

  enum ComputeMode {
    ON_DEMAND,
    PROVISIONED
  }

  /**
   * Provisioned capacity.
   *
   * @param targetQueryTcu units
   * @param notification where changes are to be told
   */
  record Provisioned(int targetQueryTcu, Optional<Notification> notification) {
    Provisioned {
      requireUnits("TargetQueryTCU", targetQueryTcu);
      Objects.requireNonNull(notification, "notification");
    }
  }

  /**
   * Where changes of provisioned capacity are to be told. Kept and shown; nobody is told anything,
   * because there is nothing to wait for.
   */
  record Notification(String roleArn, Optional<String> topicArn) {
    Notification {
      Objects.requireNonNull(roleArn, "roleArn");
      Objects.requireNonNull(topicArn, "topicArn");
    }
  }

  /**
   * @throws IllegalArgumentException when a number of units is none that Timestream has, or there
   *     is nothing provisioned for that mode; the message is for clients
   */
  AccountSettings {
    requireUnits("MaxQueryTCU", maxQueryTcu);
    Objects.requireNonNull(mode, "mode");
    Objects.requireNonNull(provisioned, "provisioned");
    if (mode == ComputeMode.PROVISIONED && provisioned.isEmpty()) {
      throw new IllegalArgumentException(
          "ProvisionedCapacity is required for ComputeMode PROVISIONED.");
    }
  }

  private static void requireUnits(String name, int units) {
    if (units < TCU_STEP || units > TCU_MAX || units % TCU_STEP != 0) {
      throw new IllegalArgumentException(
          name
              + " must be a multiple of "
              + TCU_STEP
              + " between "
              + TCU_STEP
              + " and "
              + TCU_MAX
              + ".");
    }
  }

  /** The units that count. */
  int units() {
    return mode == ComputeMode.PROVISIONED
        ? provisioned.orElseThrow().targetQueryTcu()
        : maxQueryTcu;
  }

  String toText() {
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("max-query-tcu", Integer.toString(maxQueryTcu));
    lines.put("compute-mode", mode.name());
    provisioned.ifPresent(
        capacity -> {
          lines.put("target-query-tcu", Integer.toString(capacity.targetQueryTcu()));
          capacity
              .notification()
              .ifPresent(
                  notification -> {
                    lines.put("role-arn", notification.roleArn());
                    notification.topicArn().ifPresent(topic -> lines.put("topic-arn", topic));
                  });
        });
    StringBuilder text = new StringBuilder();
    lines.forEach((name, value) -> text.append(name).append('=').append(value).append('\n'));
    return text.toString();
  }

  /**
   * @throws IllegalArgumentException when this is not such a text
   */
  static AccountSettings parse(String text) {
    Map<String, String> lines = new LinkedHashMap<>();
    text.lines()
        .forEach(
            line -> {
              int equals = line.indexOf('=');
              if (equals < 0) {
                throw new IllegalArgumentException("no line of the form NAME=VALUE: " + line);
              }
              lines.put(line.substring(0, equals), line.substring(equals + 1));
            });
    if (!lines.keySet().containsAll(List.of("max-query-tcu", "compute-mode"))) {
      throw new IllegalArgumentException("a line is missing");
    }
    Optional<Notification> notification =
        Optional.ofNullable(lines.get("role-arn"))
            .map(role -> new Notification(role, Optional.ofNullable(lines.get("topic-arn"))));
    return new AccountSettings(
        Integer.parseInt(lines.get("max-query-tcu")),
        ComputeMode.valueOf(lines.get("compute-mode")),
        Optional.ofNullable(lines.get("target-query-tcu"))
            .map(units -> new Provisioned(Integer.parseInt(units), notification)));
  }
}
