package io.lodestone.server.timestream.query;

import io.lodestone.server.protocol.Operation;
import io.lodestone.server.protocol.PageTokens;
import java.util.List;

/**
 * The operations of Amazon Timestream's query service that this server answers, and the results
 * that they share.
 */
public final class QueryService implements AutoCloseable {
  private final OpenResults results;
  private final QuerySlots slots;
  private final List<Operation> operations;

  /**
   * @param statements what runs queries, owned by the caller
   * @param tokens for results that come in pages
   * @param limits of results
   * @param runs how queries run
   * @param environment what queries have from their surroundings
   */
  public QueryService(
      Statements statements,
      PageTokens tokens,
      QueryLimits limits,
      RunLimits runs,
      QueryEnvironment environment) {
    this.results = new OpenResults(limits, environment.clock());
    this.slots = new QuerySlots(runs::concurrentMax, runs.queueTimeMax());
    QueryStarter starter = new QueryStarter(statements, slots, results, limits, runs, environment);
    this.operations = List.of(new Query(starter, results, tokens), new CancelQuery(results));
  }

  /** The same ones at every call. */
  public List<Operation> operations() {
    return operations;
  }

  /** Queries that run now. */
  public int running() {
    return slots.taken();
  }

  /** Ends all queries, and waits for their end. To be called before the engine is closed. */
  @Override
  public void close() {
    results.close();
    slots.awaitIdle();
  }
}
