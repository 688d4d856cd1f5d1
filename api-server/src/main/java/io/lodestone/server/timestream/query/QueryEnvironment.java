package io.lodestone.server.timestream.query;

import io.lodestone.server.log.EventLog;
import io.lodestone.server.objects.LocalObjectStore;
import io.lodestone.server.timestream.query.spool.Spool;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.Executor;

/**
 * What queries have from their surroundings. All of it is the caller's.
 *
 * @param spool for rows that wait for their reader
 * @param runs runs each query on a thread of its own
 * @param layouts of the tables
 * @param settings where the account's settings are kept
 * @param objects where UNLOAD writes
 * @param clock tells how long a result has waited for its reader
 * @param log for what only the operator can repair
 */
public record QueryEnvironment(
    Spool spool,
    Executor runs,
    TableReads.Layouts layouts,
    SettingsFile settings,
    LocalObjectStore objects,
    InstantSource clock,
    EventLog log) {
  public QueryEnvironment {
    Objects.requireNonNull(spool, "spool");
    Objects.requireNonNull(runs, "runs");
    Objects.requireNonNull(layouts, "layouts");
    Objects.requireNonNull(settings, "settings");
    Objects.requireNonNull(objects, "objects");
    Objects.requireNonNull(clock, "clock");
    Objects.requireNonNull(log, "log");
  }
}
