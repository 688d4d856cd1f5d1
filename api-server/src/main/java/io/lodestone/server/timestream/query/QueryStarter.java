package io.lodestone.server.timestream.query;

import io.lodestone.server.protocol.Call;
import io.lodestone.server.protocol.ServiceException;
import io.lodestone.server.timestream.query.unload.UnloadedResult;
import io.lodestone.server.timestream.query.unload.Unloads;
import io.lodestone.sql.QueryResult;
import io.lodestone.sql.SqlException;
import java.util.Optional;

/**
 * Begins queries: a slot, the statement's meaning and snapshots, all on the request's thread; then
 * a thread that drives it. Safe for several threads.
 */
final class QueryStarter {
  private final Statements statements;
  private final QuerySlots slots;
  private final OpenResults results;
  private final QueryLimits limits;
  private final RunLimits runs;
  private final QueryEnvironment environment;
  private final Unloads unloads;

  QueryStarter(
      Statements statements,
      QuerySlots slots,
      OpenResults results,
      QueryLimits limits,
      RunLimits runs,
      QueryEnvironment environment) {
    this.statements = statements;
    this.slots = slots;
    this.results = results;
    this.limits = limits;
    this.runs = runs;
    this.environment = environment;
    this.unloads = new Unloads(environment.objects());
  }

  /**
   * Starts a query.
   *
   * @param insights whether its answers shall tell what it reads
   * @return its result, which runs; the caller's to close
   * @throws ServiceException when the statement means nothing, reads what the caller may not, or
   *     too many queries run
   */
  OpenResult start(Call call, String statement, boolean insights) {
    TableReads reads = insights ? new TableReads(environment.layouts()) : TableReads.UNHEARD;
    QuerySlots.Slot slot = slots.take();
    try {
      return run(call, begin(call, statement, reads), reads, slot);
    } catch (RuntimeException | Error failure) {
      slot.close();
      throw failure;
    }
  }

  private QueryResult begin(Call call, String statement, TableReads reads) {
    QueryResult started;
    try {
      started = statements.start(statement, call.access(), reads);
    } catch (SqlException failure) {
      throw QueryErrors.of(failure);
    }
    try {
      if (call.access().asked().isEmpty()) {
        // It reads no table.
        call.access().requireAnywhere("SelectValues");
      }
      return started.unload().isPresent()
          ? unloads.begin(started, call.access(), call.requestId())
          : started;
    } catch (RuntimeException refused) {
      started.close();
      throw refused;
    }
  }

  private OpenResult run(Call call, QueryResult started, TableReads reads, QuerySlots.Slot slot) {
    AwaitedRows rows = new AwaitedRows(runs, environment.spool(), environment.log());
    QueryRun run =
        new QueryRun(started, slot, new RowEncoder(started.columns(), limits.pageBytesMax()), rows);
    OpenResult result =
        new OpenResult(
            new OpenResult.Identity(
                call.requestId(),
                call.principal(),
                call.access().asked(),
                started.columns(),
                started.isMetadata(),
                reads,
                started instanceof UnloadedResult unloaded
                    ? Optional.of(unloaded)
                    : Optional.empty()),
            limits,
            rows,
            run);
    rows.makesRoomBy(() -> results.makeRoomFor(result));
    environment.runs().execute(run);
    return result;
  }
}
