package io.lodestone.server.dynamodb.streams;

import io.lodestone.engine.feed.ChangeFeed;
import io.lodestone.server.protocol.Operation;
import io.lodestone.server.protocol.PageTokens;
import java.time.InstantSource;
import java.util.List;

/** The operations of Amazon DynamoDB Streams, all of them. Stateless. */
public final class StreamOperations {
  private StreamOperations() {}

  /**
   * @param feed whose changes are read
   * @param tokens seals shard iterators
   * @param clock tells how old one is
   */
  public static List<Operation> of(ChangeFeed feed, PageTokens tokens, InstantSource clock) {
    ShardIterators iterators = new ShardIterators(tokens, clock);
    return List.of(
        new ListStreams(feed),
        new DescribeStream(feed),
        new GetShardIterator(feed, iterators),
        new GetRecords(feed, iterators));
  }
}
