package io.lodestone.server.dynamodb.tables;

import io.lodestone.engine.Engine;
import io.lodestone.server.protocol.Operation;
import java.util.List;

/**
 * The operations of Amazon DynamoDB that this server answers: what it takes to switch streams and
 * point-in-time recovery, and to find their tables. Stateless.
 */
public final class TableOperations {
  private TableOperations() {}

  /**
   * @param engine whose tables they are, owned by the caller
   * @param shards of a stream that is switched on
   */
  public static List<Operation> of(Engine engine, int shards) {
    return List.of(
        new DescribeTable(engine),
        new ListTables(engine),
        new UpdateTable(engine, shards),
        new DescribeContinuousBackups(engine),
        new UpdateContinuousBackups(engine));
  }
}
