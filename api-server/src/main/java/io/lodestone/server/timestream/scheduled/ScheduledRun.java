package io.lodestone.server.timestream.scheduled;

import io.lodestone.agent.Agent;
import io.lodestone.engine.catalog.TableEntry;
import io.lodestone.server.auth.Principal;
import io.lodestone.server.jobs.JobRun;
import io.lodestone.server.protocol.Access;
import io.lodestone.server.protocol.ErrorType;
import io.lodestone.server.protocol.ServiceException;
import io.lodestone.sql.QueryResult;
import io.lodestone.sql.ResultBatch;
import io.lodestone.sql.ResultColumn;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One run of a scheduled query. It reads rows, stores some hundred points at a time, reports what
 * was not stored, remembers how it ended, and tells others, in this order; what a crash leaves is
 * said in {@code docs/protocols/scheduled-queries.md}. Nothing is remembered of a run that was
 * cancelled: it stays due.
 */
final class ScheduledRun implements JobRun {
  private static final int POINTS_TARGET = 1_000;
  private static final long BYTES_TARGET = 1L << 20;

  /** As for a query, see there. */
  private static final long METERED_BYTES_MIN = 10_000_000;

  private static final long DISK_PAUSE_MILLIS = 1_000;
  private static final int REASON_LENGTH_MAX = 2_048;

  private enum Phase {
    BEGIN,
    READ,
    STORE,
    REPORT,
    REMEMBER,
    OVER
  }

  private final Surroundings around;
  private final ScheduledQueryJob job;
  private final ScheduledQuery query;
  private final Invocation invocation;
  private final Instant trigger;
  private final Runnable wake;
  private final ErrorReport errors = new ErrorReport();

  private Phase phase = Phase.BEGIN;
  private volatile boolean cancelled;

  /** Null before it is started. Written by the thread that steps. */
  private volatile QueryResult result;

  private List<ResultColumn> columns = List.of();

  /** Both null when the rows go nowhere. */
  private PointMapper mapper;

  private TargetWrites writes;

  /**
   * The rows in hand, and the first of them that has not become points; null between two batches.
   */
  private ResultBatch batch;

  private int row;

  private long resultRows;

  private Optional<RunSummary.ReportLocation> report = Optional.empty();
  private Optional<String> failureReason = Optional.empty();
  private boolean disabling;
  private boolean diskTold;

  /**
   * @param trigger when it begins, in milliseconds; the version of its points
   * @param wake to be called when an answer of the engine has come
   */
  ScheduledRun(
      Surroundings around,
      ScheduledQueryJob job,
      ScheduledQuery query,
      Invocation invocation,
      Instant trigger,
      Runnable wake) {
    this.around = around;
    this.job = job;
    this.query = query;
    this.invocation = invocation;
    this.trigger = trigger;
    this.wake = wake;
  }

  @Override
  public long step() {
    if (cancelled) {
      return DONE;
    }
    try {
      return switch (phase) {
        case BEGIN -> begin();
        case READ -> read();
        case STORE -> store();
        case REPORT -> report();
        case REMEMBER -> remember();
        case OVER -> DONE;
      };
    } catch (RuntimeException | StackOverflowError failure) {
      if (cancelled) {
        return DONE;
      }
      fail(failure);
      return Agent.MORE;
    }
  }

  @Override
  public void cancel() {
    cancelled = true;
    QueryResult open = result;
    if (open != null) {
      open.cancel();
    }
    wake.run();
  }

  @Override
  public void close() {
    if (result != null) {
      result.close();
    }
  }

  // ---- the phases

  private long begin() {
    Principal principal =
        around
            .mandates()
            .principal(query.mandate())
            .orElseThrow(
                () ->
                    new ServiceException(
                        ErrorType.ACCESS_DENIED,
                        "The user "
                            + query.mandate().user()
                            + ", in whose name the query runs, has no access key any more."));
    Access access = new Access(principal, query.peer(), "timestream", ScheduledQueries.RUN_ACTION);
    QuerySettings settings = query.settings();
    Optional<TableEntry> table = Optional.empty();
    if (settings.target() != null) {
      table =
          Optional.of(TargetTable.require(around.engine(), settings.target().timestream(), access));
    }
    result = around.statements().start(settings.queryString(), invocation.time(), access);
    columns = result.columns();
    if (table.isPresent()) {
      TargetMapping mapping = TargetMapping.of(settings.target().timestream(), columns);
      TargetTable.requireFit(table.get(), mapping);
      mapper =
          new PointMapper(
              mapping,
              around.recordLimits(),
              TargetTable.requiredDimensions(table.get()),
              trigger.toEpochMilli(),
              (reason, rows, index) -> errors.row(reason, rows, index, columns.size()));
      writes = new TargetWrites(around.engine(), around.clock(), table.get().ref(), errors, wake);
    }
    return enter(Phase.READ);
  }

  /** Reads until there is enough to be stored, or the rows in hand are used up. */
  private long read() {
    if (batch == null) {
      if (!result.advance()) {
        return mapper != null && mapper.size() > 0 ? beginStoring() : enter(Phase.REPORT);
      }
      batch = result.batch();
      row = 0;
      resultRows += batch.rowCount();
    }
    if (mapper == null) {
      batch = null;
      return enter(Phase.READ);
    }
    while (row < batch.rowCount()) {
      mapper.add(batch, row++);
      if (mapper.size() >= POINTS_TARGET || mapper.bytes() >= BYTES_TARGET) {
        return beginStoring();
      }
    }
    batch = null;
    return enter(Phase.READ);
  }

  private long beginStoring() {
    writes.begin(mapper.take());
    return enter(Phase.STORE);
  }

  private long store() {
    long next = writes.step();
    return next == Agent.MORE ? enter(Phase.READ) : next;
  }

  private long report() {
    if (result != null) {
      // What it has read is of no use any more, and its snapshots are in the way of others.
      result.close();
    }
    if (errors.count() > 0) {
      String id = around.ids().next();
      ErrorReportConfiguration.S3 place = query.settings().errorReport().s3();
      String key = reportKey(place.objectKeyPrefix());
      String told = "See the error report.";
      try {
        around.objects().put(place.bucketName(), key, errors.toJson(id));
        report = Optional.of(new RunSummary.ReportLocation(place.bucketName(), key));
      } catch (IOException e) {
        around.log().error("error report not written", e, "query", query.id());
        told = "The error report could not be written.";
      }
      if (failureReason.isEmpty()) {
        failureReason =
            Optional.of(
                errors.count()
                    + " rows or records were not stored: "
                    + errors.firstReason()
                    + " "
                    + told);
      }
    }
    return enter(Phase.REMEMBER);
  }

  /** The place that AWS documents: query, time, who asked, when it began. */
  private String reportKey(String prefix) {
    String folder = prefix == null || prefix.endsWith("/") ? prefix : prefix + "/";
    return (folder == null ? "" : folder)
        + query.id()
        + "/"
        + invocation.time().getEpochSecond()
        + "/"
        + (invocation.manual() ? "Manual" : "Auto")
        + "/"
        + trigger.toEpochMilli();
  }

  private long remember() {
    RunSummary summary = summary();
    boolean there;
    try {
      there = job.finish(invocation, summary, disabling);
    } catch (IOException | RuntimeException e) {
      // Nothing else is left to do: a run that is not remembered would be repeated.
      if (!diskTold) {
        diskTold = true;
        around.log().error("scheduled run not remembered yet", e, "query", query.id());
      }
      return DISK_PAUSE_MILLIS;
    }
    if (there) {
      around
          .notifications()
          .ran(query, summary, invocation.manual() ? Optional.empty() : job.state().next());
      if (disabling) {
        around.notifications().updated(query, false);
      }
    }
    return enter(Phase.OVER);
  }

  private RunSummary summary() {
    long scanned = result == null ? 0 : result.statistics().bytesScanned();
    boolean metered = result != null && !result.isMetadata();
    return new RunSummary(
        invocation.time(),
        trigger,
        RunStatus.of(invocation.manual(), failureReason.isEmpty()),
        new ExecutionStats(
            Math.max(0, Duration.between(trigger, around.clock().instant()).toMillis()),
            mapper == null ? 0 : (mapper.totalBytes() + 1_023) / 1_024 * 1_024,
            metered ? Math.max(METERED_BYTES_MIN, scanned) : 0,
            scanned,
            writes == null ? 0 : writes.ingested(),
            resultRows),
        report,
        failureReason);
  }

  // ---- failures

  /** A failure of its own ends the run; what was stored before stays. */
  private void fail(Throwable failure) {
    RunFailure told = RunFailure.of(failure);
    if (told.ours()) {
      around.log().error("scheduled run failed", failure, "query", query.id());
    }
    failureReason = Optional.of(shortened(told.reason()));
    disabling = !told.recoverable();
    // A failure of the report itself must not lead back to it.
    enter(phase == Phase.REPORT ? Phase.REMEMBER : Phase.REPORT);
  }

  private static String shortened(String reason) {
    return reason.length() > REASON_LENGTH_MAX
        ? reason.substring(0, REASON_LENGTH_MAX) + "…"
        : reason;
  }

  private long enter(Phase next) {
    phase = next;
    return Agent.MORE;
  }
}
