package io.lodestone.server.timestream.scheduled;

import com.fasterxml.jackson.core.JsonGenerator;
import io.lodestone.server.auth.Principal;
import io.lodestone.server.protocol.EpochSeconds;
import java.io.IOException;

/** Scheduled queries as the service describes them. Absent members are left out. Stateless. */
final class ScheduledQueryDescription {
  private ScheduledQueryDescription() {}

  /** Writes the members of a ScheduledQueryDescription. */
  static void writeWhole(
      JsonGenerator out, Principal principal, ScheduledQuery query, RunState state)
      throws IOException {
    out.writeStringField("Arn", ScheduledQueryArn.of(principal, query));
    // Of what it was created with, all but tags and token is told.
    query.settings().write(out);
    writeState(out, query, state);
    if (state.last().isPresent()) {
      out.writeObjectFieldStart("LastRunSummary");
      state.last().get().write(out);
      out.writeEndObject();
    }
    out.writeArrayFieldStart("RecentlyFailedRuns");
    for (RunSummary failed : state.recentlyFailed()) {
      out.writeStartObject();
      failed.write(out);
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  /** Writes the members of a ScheduledQuery. */
  static void writeBrief(
      JsonGenerator out, Principal principal, ScheduledQuery query, RunState state)
      throws IOException {
    out.writeStringField("Arn", ScheduledQueryArn.of(principal, query));
    out.writeStringField("Name", query.name());
    writeState(out, query, state);
    out.writeObjectFieldStart("ErrorReportConfiguration");
    query.settings().errorReport().write(out);
    out.writeEndObject();
    if (query.settings().target() != null) {
      TimestreamTarget target = query.settings().target().timestream();
      out.writeObjectFieldStart("TargetDestination");
      out.writeObjectFieldStart("TimestreamDestination");
      out.writeStringField("DatabaseName", target.databaseName());
      out.writeStringField("TableName", target.tableName());
      out.writeEndObject();
      out.writeEndObject();
    }
    if (state.last().isPresent()) {
      out.writeStringField("LastRunStatus", state.last().get().status().name());
    }
  }

  private static void writeState(JsonGenerator out, ScheduledQuery query, RunState state)
      throws IOException {
    EpochSeconds.write(out, "CreationTime", query.created());
    out.writeStringField("State", state.enabled() ? "ENABLED" : "DISABLED");
    if (state.last().isPresent()) {
      EpochSeconds.write(out, "PreviousInvocationTime", state.last().get().invocation());
    }
    if (state.next().isPresent()) {
      EpochSeconds.write(out, "NextInvocationTime", state.next().get());
    }
  }
}
