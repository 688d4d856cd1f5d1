package io.lodestone.server.timestream.scheduled;

import com.fasterxml.jackson.core.JsonGenerator;
import io.lodestone.server.auth.AccountId;
import io.lodestone.server.log.EventLog;
import io.lodestone.server.notification.Notification;
import io.lodestone.server.notification.Notifier;
import io.lodestone.server.protocol.Json;
import io.lodestone.server.protocol.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Tells what becomes of scheduled queries, in the messages that Timestream publishes to their
 * topics, and each in a line of the log. Safe for several threads.
 */
final class Notifications {
  private final Notifier notifier;
  private final AccountId account;
  private final EventLog log;

  Notifications(Notifier notifier, AccountId account, EventLog log) {
    this.notifier = Objects.requireNonNull(notifier, "notifier");
    this.account = Objects.requireNonNull(account, "account");
    this.log = Objects.requireNonNull(log, "log");
  }

  void created(ScheduledQuery query) {
    send(query, "SCHEDULED_QUERY_CREATING", Reply.EMPTY);
  }

  void updated(ScheduledQuery query, boolean enabled) {
    send(
        query,
        "SCHEDULED_QUERY_UPDATE",
        out -> out.writeStringField("state", enabled ? "ENABLED" : "DISABLED"));
  }

  void deleted(ScheduledQuery query) {
    send(query, "SCHEDULED_QUERY_DELETED", Reply.EMPTY);
  }

  /**
   * @param next when it runs the next time by its schedule
   */
  void ran(ScheduledQuery query, RunSummary run, Optional<Instant> next) {
    send(
        query,
        run.status().name(),
        out -> {
          if (next.isPresent()) {
            out.writeNumberField("nextInvocationEpochSecond", next.get().getEpochSecond());
          }
          writeSummary(out, run);
        });
  }

  private static void writeSummary(JsonGenerator out, RunSummary run) throws IOException {
    out.writeObjectFieldStart("scheduledQueryRunSummary");
    out.writeNumberField("invocationEpochSecond", run.invocation().getEpochSecond());
    out.writeNumberField("triggerTimeMillis", run.trigger().toEpochMilli());
    out.writeStringField("runStatus", run.status().name());
    out.writeObjectFieldStart("executionStats");
    out.writeNumberField("executionTimeInMillis", run.stats().executionMillis());
    out.writeNumberField("dataWrites", run.stats().dataWrites());
    out.writeNumberField("bytesMetered", run.stats().bytesMetered());
    out.writeNumberField("cumulativeBytesScanned", run.stats().bytesScanned());
    out.writeNumberField("recordsIngested", run.stats().recordsIngested());
    out.writeNumberField("queryResultRows", run.stats().resultRows());
    out.writeEndObject();
    if (run.report().isPresent()) {
      out.writeObjectFieldStart("errorReportLocation");
      out.writeObjectFieldStart("s3ReportLocation");
      out.writeStringField("bucketName", run.report().get().bucket());
      out.writeStringField("objectKey", run.report().get().key());
      out.writeEndObject();
      out.writeEndObject();
    }
    if (run.failureReason().isPresent()) {
      out.writeStringField("failureReason", run.failureReason().get());
    }
    out.writeEndObject();
  }

  private void send(ScheduledQuery query, String type, Reply members) {
    String arn = arn(query);
    String message;
    try {
      message =
          new String(
              Json.object(
                  out -> {
                    out.writeStringField("type", type);
                    out.writeStringField("arn", arn);
                    members.write(out);
                  }),
              StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    log.info("scheduled query", "type", type, "arn", arn, "user", query.mandate().user());
    notifier.send(
        new Notification(
            query.settings().notification().sns().topicArn(),
            message,
            Map.of("queryArn", arn, "notificationType", type)));
  }

  /** As its creator was told it. */
  private String arn(ScheduledQuery query) {
    return "arn:aws:timestream:"
        + query.mandate().region()
        + ":"
        + account
        + ":"
        + query.resource();
  }
}
