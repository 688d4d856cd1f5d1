package io.lodestone.server.timestream.scheduled;

import com.fasterxml.jackson.core.JsonGenerator;
import io.lodestone.server.protocol.EpochSeconds;
import io.lodestone.server.protocol.JsonReader;
import java.io.IOException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A run that is over, as the service tells it and as it is remembered.
 *
 * @param invocation for which time it ran
 * @param trigger when it began, in milliseconds; the version of its records
 * @param stats what it took and did
 * @param report where rejected records are told of, if there are any
 * @param failureReason empty when it succeeded
 */
record RunSummary(
    Instant invocation,
    Instant trigger,
    RunStatus status,
    ExecutionStats stats,
    Optional<ReportLocation> report,
    Optional<String> failureReason) {
  RunSummary {
    Objects.requireNonNull(invocation, "invocation");
    Objects.requireNonNull(trigger, "trigger");
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(stats, "stats");
    Objects.requireNonNull(report, "report");
    Objects.requireNonNull(failureReason, "failureReason");
  }

  /** Where a report lies. */
  record ReportLocation(String bucket, String key) {
    private static ReportLocation read(JsonReader in) throws IOException {
      String bucket = null;
      String key = null;
      if (in.beginObject()) {
        while (in.nextMember()) {
          switch (in.member()) {
            case "BucketName" -> bucket = in.string();
            case "ObjectKey" -> key = in.string();
            default -> in.skip();
          }
        }
      }
      return new ReportLocation(bucket, key);
    }

    /** Around it stands a union of the kinds of object stores, of which there is one. */
    private static ReportLocation readUnion(JsonReader in) throws IOException {
      ReportLocation location = null;
      if (in.beginObject()) {
        while (in.nextMember()) {
          switch (in.member()) {
            case "S3ReportLocation" -> location = read(in);
            default -> in.skip();
          }
        }
      }
      return location;
    }
  }

  static RunSummary read(JsonReader in) throws IOException {
    Instant invocation = null;
    Instant trigger = null;
    RunStatus status = null;
    ExecutionStats stats = ExecutionStats.NONE;
    ReportLocation report = null;
    String failureReason = null;
    if (!in.beginObject()) {
      return null;
    }
    while (in.nextMember()) {
      switch (in.member()) {
        case "InvocationTime" -> invocation = in.timestamp();
        case "TriggerTime" -> trigger = in.timestamp();
        case "RunStatus" -> status = RunStatus.valueOf(in.string());
        case "ExecutionStats" -> stats = ExecutionStats.read(in);
        case "ErrorReportLocation" -> report = ReportLocation.readUnion(in);
        case "FailureReason" -> failureReason = in.string();
        default -> in.skip();
      }
    }
    return new RunSummary(
        invocation,
        trigger,
        status,
        stats,
        Optional.ofNullable(report),
        Optional.ofNullable(failureReason));
  }

  /** Writes the members of a ScheduledQueryRunSummary. */
  void write(JsonGenerator out) throws IOException {
    EpochSeconds.write(out, "InvocationTime", invocation);
    EpochSeconds.write(out, "TriggerTime", trigger);
    out.writeStringField("RunStatus", status.name());
    out.writeObjectFieldStart("ExecutionStats");
    stats.write(out);
    out.writeEndObject();
    if (report.isPresent()) {
      out.writeObjectFieldStart("ErrorReportLocation");
      out.writeObjectFieldStart("S3ReportLocation");
      out.writeStringField("BucketName", report.get().bucket());
      out.writeStringField("ObjectKey", report.get().key());
      out.writeEndObject();
      out.writeEndObject();
    }
    if (failureReason.isPresent()) {
      out.writeStringField("FailureReason", failureReason.get());
    }
  }
}
