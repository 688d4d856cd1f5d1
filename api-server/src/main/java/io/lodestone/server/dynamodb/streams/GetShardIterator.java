package io.lodestone.server.dynamodb.streams;

import io.lodestone.engine.feed.ChangeFeed;
import io.lodestone.engine.feed.FeedPosition;
import io.lodestone.engine.feed.FeedShard;
import io.lodestone.engine.feed.FeedStream;
import io.lodestone.model.InvalidRequestException;
import io.lodestone.server.protocol.Call;
import io.lodestone.server.protocol.ErrorType;
import io.lodestone.server.protocol.JsonReader;
import io.lodestone.server.protocol.Operation;
import io.lodestone.server.protocol.Reply;
import io.lodestone.server.protocol.Rule;
import io.lodestone.server.protocol.ServiceException;
import io.lodestone.server.protocol.Shape;
import java.io.IOException;
import java.util.Optional;

final class GetShardIterator implements Operation {
  /** Null members are absent ones. */
  record Request(String streamArn, String shardId, String type, String sequenceNumber) {
    static final Shape<Request> SHAPE =
        Shape.<Request>named("GetShardIteratorInput")
            .required("StreamArn", Request::streamArn, StreamArn.RULE)
            .required("ShardId", Request::shardId, DescribeStream.SHARD_ID)
            .required(
                "ShardIteratorType",
                Request::type,
                Rule.oneOf("TRIM_HORIZON", "LATEST", "AT_SEQUENCE_NUMBER", "AFTER_SEQUENCE_NUMBER"))
            .optional("SequenceNumber", Request::sequenceNumber, Rule.text(21, 40))
            .build();

    static Request read(JsonReader in) throws IOException {
      String streamArn = null;
      String shardId = null;
      String type = null;
      String sequenceNumber = null;
      if (in.beginObject()) {
        while (in.nextMember()) {
          switch (in.member()) {
            case "StreamArn" -> streamArn = in.string();
            case "ShardId" -> shardId = in.string();
            case "ShardIteratorType" -> type = in.string();
            case "SequenceNumber" -> sequenceNumber = in.string();
            default -> in.skip();
          }
        }
      }
      return SHAPE.validate(new Request(streamArn, shardId, type, sequenceNumber));
    }
  }

  private final ChangeFeed feed;
  private final ShardIterators iterators;

  GetShardIterator(ChangeFeed feed, ShardIterators iterators) {
    this.feed = feed;
    this.iterators = iterators;
  }

  @Override
  public String name() {
    return "GetShardIterator";
  }

  @Override
  public boolean asksForAccess() {
    return true;
  }

  @Override
  public Reply handle(Call call) {
    Request request = call.read(Request::read);
    FeedStream stream = StreamArn.require(call, feed, request.streamArn());
    Optional<FeedPosition> asked = sequence(request);
    FeedShard shard =
        stream.shard(request.shardId()).orElseThrow(() -> gone(stream, request, asked));
    FeedPosition from =
        switch (request.type()) {
          case "TRIM_HORIZON" -> FeedPosition.at(Math.max(stream.trimmed(), shard.first()));
          case "LATEST" -> FeedPosition.at(Math.min(feed.head().sequence(), shard.end()));
          case "AT_SEQUENCE_NUMBER" -> at(within(stream, shard, asked.orElseThrow()), shard);
          default -> reached(within(stream, shard, asked.orElseThrow())).next();
        };
    String iterator =
        iterators.issue(call.principal(), ShardIterators.Place.of(stream, shard.number(), from));
    return out -> out.writeStringField("ShardIterator", iterator);
  }

  /** The place that the request names; empty when its type names one by itself. */
  private static Optional<FeedPosition> sequence(Request request) {
    boolean isByNumber = request.type().endsWith("_SEQUENCE_NUMBER");
    String text = request.sequenceNumber();
    if (isByNumber != (text != null)) {
      throw new InvalidRequestException(
          isByNumber
              ? "SequenceNumber is required for the ShardIteratorType " + request.type() + "."
              : "SequenceNumber must not be given for the ShardIteratorType "
                  + request.type()
                  + ".");
    }
    return Optional.ofNullable(text).map(SequenceText::parse);
  }

  /** DescribeStream tells the start also of a shard in which nothing is yet. */
  private FeedPosition at(FeedPosition position, FeedShard shard) {
    return position.equals(FeedPosition.at(shard.first())) ? position : reached(position);
  }

  /** Refuses what nothing has yet: who went on there would miss all that comes before it. */
  private FeedPosition reached(FeedPosition position) {
    if (position.sequence() >= feed.head().sequence()) {
      throw SequenceText.ofOtherHistory(SequenceText.of(position));
    }
    return position;
  }

  /**
   * Why there is no such shard. Who names a record of it that is not kept any more is told so
   * first: readers take a shard that is not found for one that has ended.
   */
  private static ServiceException gone(
      FeedStream stream, Request request, Optional<FeedPosition> asked) {
    boolean isTrimmed =
        stream.shardNumber(request.shardId()).isPresent()
            && asked.map(FeedPosition::sequence).orElse(Long.MAX_VALUE) < stream.trimmed();
    return isTrimmed
        ? GetRecords.trimmed()
        : new ServiceException(
            ErrorType.RESOURCE_NOT_FOUND,
            "Requested resource not found: Shard: "
                + request.shardId()
                + " of the stream was not found, or is not kept any more");
  }

  private static FeedPosition within(FeedStream stream, FeedShard shard, FeedPosition position) {
    if (position.sequence() < shard.first() || position.sequence() >= shard.end()) {
      throw new InvalidRequestException(
          "SequenceNumber is outside of the range of the shard " + shard.id() + ".");
    }
    if (position.sequence() < stream.trimmed()) {
      throw GetRecords.trimmed();
    }
    return position;
  }
}
