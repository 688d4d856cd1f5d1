package io.lodestone.server.timestream.scheduled;

import com.fasterxml.jackson.core.JsonGenerator;
import io.lodestone.server.protocol.EpochSeconds;
import io.lodestone.server.protocol.Json;
import io.lodestone.server.protocol.JsonReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How far a scheduled query has come. Immutable; each change is another one.
 *
 * @param enabled whether it runs by its schedule
 * @param next the time of its schedule that comes next, and has perhaps passed; empty when it is
 *     not enabled, or there is none any more
 * @param last its last run
 * @param recentlyFailed its last runs that failed, the newest first
 * @param waiting runs that somebody asked for, the oldest first
 */
record RunState(
    boolean enabled,
    Optional<Instant> next,
    Optional<RunSummary> last,
    List<RunSummary> recentlyFailed,
    List<Invocation> waiting) {
  /** As many as the service tells. */
  private static final int FAILED_MAX = 5;

  RunState {
    Objects.requireNonNull(next, "next");
    Objects.requireNonNull(last, "last");
    recentlyFailed = List.copyOf(recentlyFailed);
    waiting = List.copyOf(waiting);
  }

  /** Of a query that has just been created. */
  static RunState created(Optional<Instant> next) {
    return new RunState(true, next, Optional.empty(), List.of(), List.of());
  }

  /** The run that has to come next, if there is one: whichever has waited longest. */
  Optional<Invocation> pending() {
    Optional<Invocation> scheduled = next.map(Invocation::scheduled);
    if (waiting.isEmpty()) {
      return scheduled;
    }
    Invocation asked = waiting.getFirst();
    return scheduled
        .filter(invocation -> invocation.due().isBefore(asked.due()))
        .or(() -> Optional.of(asked));
  }

  /** Runs by its schedule, from a time on. */
  RunState enabledFrom(Optional<Instant> time) {
    return new RunState(true, time, last, recentlyFailed, waiting);
  }

  /** Runs when somebody asks for it, and not by its schedule. */
  RunState disabled() {
    return new RunState(false, Optional.empty(), last, recentlyFailed, waiting);
  }

  RunState withNext(Optional<Instant> time) {
    return new RunState(enabled, time, last, recentlyFailed, waiting);
  }

  /** One more run that somebody asked for. */
  RunState asking(Invocation invocation) {
    List<Invocation> longer = new ArrayList<>(waiting);
    longer.add(invocation);
    return new RunState(enabled, next, last, recentlyFailed, longer);
  }

  /** A run is over; it is remembered, and does not wait any more. */
  RunState after(Invocation invocation, RunSummary summary) {
    List<Invocation> shorter = new ArrayList<>(waiting);
    shorter.remove(invocation);
    List<RunSummary> failed = new ArrayList<>(recentlyFailed);
    if (summary.status().isFailure()) {
      failed.addFirst(summary);
      while (failed.size() > FAILED_MAX) {
        failed.removeLast();
      }
    }
    return new RunState(enabled, next, Optional.of(summary), failed, shorter);
  }

  /** The form in which it is remembered. */
  byte[] toJson() {
    try {
      return Json.object(this::write);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
  }

  private void write(JsonGenerator out) throws IOException {
    out.writeBooleanField("Enabled", enabled);
    if (next.isPresent()) {
      EpochSeconds.write(out, "NextInvocationTime", next.get());
    }
    if (last.isPresent()) {
      out.writeObjectFieldStart("LastRunSummary");
      last.get().write(out);
      out.writeEndObject();
    }
    out.writeArrayFieldStart("RecentlyFailedRuns");
    for (RunSummary failed : recentlyFailed) {
      out.writeStartObject();
      failed.write(out);
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeArrayFieldStart("Waiting");
    for (Invocation invocation : waiting) {
      out.writeStartObject();
      invocation.write(out);
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  static RunState read(JsonReader in) throws IOException {
    boolean enabled = false;
    Instant next = null;
    RunSummary last = null;
    List<RunSummary> failed = List.of();
    List<Invocation> waiting = List.of();
    if (in.beginObject()) {
      while (in.nextMember()) {
        switch (in.member()) {
          case "Enabled" -> enabled = in.bool();
          case "NextInvocationTime" -> next = in.timestamp();
          case "LastRunSummary" -> last = RunSummary.read(in);
          case "RecentlyFailedRuns" -> failed = in.list(RunSummary::read);
          case "Waiting" -> waiting = in.list(Invocation::read);
          default -> in.skip();
        }
      }
    }
    return new RunState(
        enabled, Optional.ofNullable(next), Optional.ofNullable(last), failed, waiting);
  }
}
