package io.lodestone.server.timestream.write;

import io.lodestone.engine.Engine;
import io.lodestone.server.protocol.Operation;
import io.lodestone.server.protocol.PageTokens;
import java.util.List;
import java.util.Optional;

/** The operations of Amazon Timestream's write service that this server answers. Stateless. */
public final class WriteOperations {
  private WriteOperations() {}

  /**
   * @param engine what is written to, owned by the caller
   * @param limits what a WriteRecords request may hold
   * @param encryptionKey of databases that are created without one; empty: they are not encrypted
   * @param tokens for the lists that come in pages
   * @param reports of rejected records, for tables that want them
   * @param queries the tags of what the query service adds to databases and tables
   * @param streamShards of a stream that a tag switches on
   */
  public static List<Operation> of(
      Engine engine,
      WriteLimits limits,
      Optional<String> encryptionKey,
      PageTokens tokens,
      RejectReports reports,
      ScheduledQueryTags queries,
      int streamShards) {
    return List.of(
        new DescribeEndpoints(),
        new WriteRecords(engine, limits, reports),
        new CreateDatabase(engine, encryptionKey),
        new DescribeDatabase(engine),
        new ListDatabases(engine, tokens),
        new DeleteDatabase(engine),
        new CreateTable(engine, reports, streamShards),
        new DescribeTable(engine),
        new ListTables(engine, tokens),
        new DeleteTable(engine),
        new UpdateDatabase(engine),
        new UpdateTable(engine, reports),
        new TagResource(engine, queries, streamShards),
        new UntagResource(engine, queries),
        new ListTagsForResource(engine, queries, tokens));
  }
}
