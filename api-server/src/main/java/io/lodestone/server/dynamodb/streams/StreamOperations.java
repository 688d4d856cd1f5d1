package io.lodestone.server.dynamodb.streams;

import io.lodestone.engine.Engine;
import io.lodestone.engine.feed.ChangeFeed;
import io.lodestone.server.protocol.Operation;
import io.lodestone.server.protocol.PageTokens;
import java.time.InstantSource;
import java.util.List;

/** The operations of Amazon DynamoDB Streams, all of them. Stateless. */
public final class StreamOperations {
  private StreamOperations() {}

  /**
   * @param engine whose changes are read, owned by the caller
   * @param tokens seals shard iterators
   * @param clock tells how old one is
   */
  public static List<Operation> of(Engine engine, PageTokens tokens, InstantSource clock) {
    ChangeFeed feed = engine.changes();
    ShardIterators iterators = new ShardIterators(tokens, clock);
    return List.of(
        new ListStreams(feed),
        new DescribeStream(engine),
        new GetShardIterator(feed, iterators),
        new GetRecords(feed, iterators));
  }
}
