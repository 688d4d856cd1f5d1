package io.lodestone.server.timestream.query;

import io.lodestone.server.protocol.Operation;
import io.lodestone.server.protocol.PageTokens;
import java.time.InstantSource;
import java.util.List;

/**
 * The operations of Amazon Timestream's query service that this server answers, and the results
 * that they share.
 */
public final class QueryService implements AutoCloseable {
  private final OpenResults results;
  private final List<Operation> operations;

  /**
   * @param statements what runs queries, owned by the caller
   * @param tokens for results that come in pages
   * @param clock tells how long a result has waited for its reader
   */
  public QueryService(
      Statements statements, PageTokens tokens, QueryLimits limits, InstantSource clock) {
    this.results = new OpenResults(limits, clock);
    this.operations =
        List.of(new Query(statements, results, tokens, limits), new CancelQuery(results));
  }

  /** The same ones at every call. */
  public List<Operation> operations() {
    return operations;
  }

  /** Ends the queries that have pages left. To be called before the engine is closed. */
  @Override
  public void close() {
    results.close();
  }
}
