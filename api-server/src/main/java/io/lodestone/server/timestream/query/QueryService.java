package io.lodestone.server.timestream.query;

import io.lodestone.server.log.EventLog;
import io.lodestone.server.protocol.Operation;
import io.lodestone.server.protocol.PageTokens;
import java.time.Duration;
import java.util.List;

/**
 * The operations of Amazon Timestream's query service that this server answers, and the results
 * that they share.
 */
public final class QueryService implements AutoCloseable {
  private static final Duration END_TIME_MAX = Duration.ofSeconds(20);

  /** Some 150 bytes each. */
  private static final int CLIENT_TOKENS_MAX = 20_000;

  private final OpenResults results;
  private final KeptSettings settings;
  private final QuerySlots slots;
  private final EventLog log;
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
    this.settings = new KeptSettings(environment.settings(), environment.log());
    this.slots =
        new QuerySlots(
            () -> Math.min(runs.concurrentMax(), settings.current().units()), runs.queueTimeMax());
    this.log = environment.log();
    QueryStarter starter = new QueryStarter(statements, slots, results, limits, runs, environment);
    ClientTokens clientTokens = new ClientTokens(CLIENT_TOKENS_MAX, environment.clock());
    this.operations =
        List.of(
            new Query(starter, results, tokens, clientTokens),
            new CancelQuery(results),
            new PrepareQuery(statements),
            new DescribeAccountSettings(settings),
            new UpdateAccountSettings(settings));
  }

  /** The same ones at every call. */
  public List<Operation> operations() {
    return operations;
  }

  /** Queries that run now. */
  public int running() {
    return slots.taken();
  }

  /**
   * Ends all queries, and waits for their end; not for ever, though: a query that does not notice
   * must not keep a server from its flush. To be called before the engine is closed.
   */
  @Override
  public void close() {
    results.close();
    if (!slots.awaitIdle(END_TIME_MAX)) {
      log.warn("queries did not end in time", "running", slots.taken());
    }
  }
}
