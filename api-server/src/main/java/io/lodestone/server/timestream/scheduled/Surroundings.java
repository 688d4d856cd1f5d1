package io.lodestone.server.timestream.scheduled;

import io.lodestone.engine.Engine;
import io.lodestone.model.ResourceException;
import io.lodestone.server.auth.AccountId;
import io.lodestone.server.auth.Mandates;
import io.lodestone.server.jobs.JobStore;
import io.lodestone.server.jobs.StoredChange;
import io.lodestone.server.log.EventLog;
import io.lodestone.server.notification.Notifier;
import io.lodestone.server.objects.LocalObjectStore;
import io.lodestone.server.protocol.RequestIds;
import io.lodestone.server.timestream.write.WriteLimits;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Objects;

/**
 * All that scheduled queries work with. Owned by others, who keep it open for as long as they work.
 *
 * @param engine what is read and written
 * @param statements run queries
 * @param mandates tell in whose name a query runs
 * @param store remembers
 * @param objects take error reports
 * @param notifier tells others
 * @param account in ARNs
 * @param recordLimits what a record may hold
 * @param options how much they may take
 * @param ids name reports
 * @param clock tells what is due
 * @param log is told of every run
 */
public record Surroundings(
    Engine engine,
    ScheduledStatements statements,
    Mandates mandates,
    JobStore store,
    LocalObjectStore objects,
    Notifier notifier,
    AccountId account,
    WriteLimits recordLimits,
    ScheduledOptions options,
    RequestIds ids,
    InstantSource clock,
    EventLog log) {
  /** What is remembered of what a query is. */
  static final String DEFINITIONS = "scheduled-query";

  /** What is remembered of how far it has come. */
  static final String RUNS = "scheduled-query-runs";

  public Surroundings {
    Objects.requireNonNull(engine, "engine");
    Objects.requireNonNull(statements, "statements");
    Objects.requireNonNull(mandates, "mandates");
    Objects.requireNonNull(store, "store");
    Objects.requireNonNull(objects, "objects");
    Objects.requireNonNull(notifier, "notifier");
    Objects.requireNonNull(account, "account");
    Objects.requireNonNull(recordLimits, "recordLimits");
    Objects.requireNonNull(options, "options");
    Objects.requireNonNull(ids, "ids");
    Objects.requireNonNull(clock, "clock");
    Objects.requireNonNull(log, "log");
  }

  /** Stateless: one is as good as another. */
  Notifications notifications() {
    return new Notifications(notifier, account, log);
  }

  /**
   * Makes changes durable.
   *
   * @throws ResourceException when the disk refuses; nothing is changed then
   */
  void remember(StoredChange... changes) {
    try {
      store.write(changes);
    } catch (IOException e) {
      throw new ResourceException("The disk does not take it: " + e.getMessage(), e);
    }
  }

  static StoredChange definition(ScheduledQuery query) {
    return StoredChange.put(DEFINITIONS, query.id(), query.toJson());
  }

  static StoredChange runs(ScheduledQuery query, RunState state) {
    return StoredChange.put(RUNS, query.id(), state.toJson());
  }
}
