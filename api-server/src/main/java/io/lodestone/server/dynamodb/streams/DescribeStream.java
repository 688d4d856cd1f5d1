package io.lodestone.server.dynamodb.streams;

import com.fasterxml.jackson.core.JsonGenerator;
import io.lodestone.engine.Engine;
import io.lodestone.engine.catalog.Catalog;
import io.lodestone.engine.catalog.StreamSpecification;
import io.lodestone.engine.catalog.TableEntry;
import io.lodestone.engine.feed.FeedShard;
import io.lodestone.engine.feed.FeedStream;
import io.lodestone.model.InvalidRequestException;
import io.lodestone.server.auth.Principal;
import io.lodestone.server.dynamodb.tables.DynamoDbTableName;
import io.lodestone.server.dynamodb.tables.TableArn;
import io.lodestone.server.dynamodb.tables.TableDescription;
import io.lodestone.server.protocol.Call;
import io.lodestone.server.protocol.EpochSeconds;
import io.lodestone.server.protocol.JsonReader;
import io.lodestone.server.protocol.Operation;
import io.lodestone.server.protocol.Reply;
import io.lodestone.server.protocol.Rule;
import io.lodestone.server.protocol.Shape;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

final class DescribeStream implements Operation {
  private static final int LIMIT_MAX = 100;
  static final Rule<String> SHARD_ID = Rule.text(28, 65);

  /** Null members are absent ones. */
  record Filter(String type, String shardId) {
    static final Shape<Filter> SHAPE =
        Shape.<Filter>named("ShardFilter")
            .optional("Type", Filter::type, Rule.oneOf("CHILD_SHARDS"))
            .optional("ShardId", Filter::shardId, SHARD_ID)
            .build();

    static Filter read(JsonReader in) throws IOException {
      if (!in.beginObject()) {
        return null;
      }
      String type = null;
      String shardId = null;
      while (in.nextMember()) {
        switch (in.member()) {
          case "Type" -> type = in.string();
          case "ShardId" -> shardId = in.string();
          default -> in.skip();
        }
      }
      return new Filter(type, shardId);
    }
  }

  /** Null members are absent ones. */
  record Request(String streamArn, Integer limit, String exclusiveStartShardId, Filter filter) {
    static final Shape<Request> SHAPE =
        Shape.<Request>named("DescribeStreamInput")
            .required("StreamArn", Request::streamArn, StreamArn.RULE)
            .optional("Limit", Request::limit, Rule.range(1, Integer.MAX_VALUE))
            .optional("ExclusiveStartShardId", Request::exclusiveStartShardId, SHARD_ID)
            .optional("ShardFilter", Request::filter, Rule.structure(Filter.SHAPE))
            .build();

    static Request read(JsonReader in) throws IOException {
      String streamArn = null;
      Integer limit = null;
      String start = null;
      Filter filter = null;
      if (in.beginObject()) {
        while (in.nextMember()) {
          switch (in.member()) {
            case "StreamArn" -> streamArn = in.string();
            case "Limit" -> limit = in.integer();
            case "ExclusiveStartShardId" -> start = in.string();
            case "ShardFilter" -> filter = Filter.read(in);
            default -> in.skip();
          }
        }
      }
      return SHAPE.validate(new Request(streamArn, limit, start, filter));
    }
  }

  private final Engine engine;

  DescribeStream(Engine engine) {
    this.engine = engine;
  }

  @Override
  public String name() {
    return "DescribeStream";
  }

  @Override
  public boolean asksForAccess() {
    return true;
  }

  @Override
  public Reply handle(Call call) {
    Request request = call.read(Request::read);
    Filter filter = request.filter();
    if (filter != null && (filter.type() == null || filter.shardId() == null)) {
      throw new InvalidRequestException(
          "ShardFilter must have both, the Type CHILD_SHARDS and the ShardId of the parent.");
    }
    // In this order: a stream that the feed shows open may have ended in a younger catalog.
    FeedStream stream = StreamArn.require(call, engine.changes(), request.streamArn());
    String status = status(stream, engine.catalog());
    int limit = request.limit() == null ? LIMIT_MAX : Math.min(LIMIT_MAX, request.limit());
    List<FeedShard> shards =
        stream.shards().stream()
            .filter(shard -> isAfter(shard, request.exclusiveStartShardId()))
            .filter(shard -> isWanted(stream, shard, filter))
            .toList();
    return out -> write(out, call.principal(), stream, status, shards, limit);
  }

  /** Names ascend as shards are opened: a page can begin behind one that has gone meanwhile. */
  private static boolean isAfter(FeedShard shard, String start) {
    return start == null || shard.id().compareTo(start) > 0;
  }

  /**
   * Direct children only: what the Kinesis adapter expects. Their parent may have gone: who has
   * read it to its end goes on with them all the same.
   */
  private static boolean isWanted(FeedStream stream, FeedShard shard, Filter filter) {
    return filter == null
        || stream.shardNumber(filter.shardId()).equals(OptionalInt.of(shard.parent()));
  }

  /** The feed follows the catalog a moment behind. */
  private static String status(FeedStream stream, Catalog catalog) {
    if (!stream.isOpen()) {
      return "DISABLED";
    }
    boolean goesOn =
        catalog
            .tableById(stream.tableId())
            .flatMap(TableEntry::stream)
            .map(StreamSpecification::since)
            .equals(Optional.of(stream.since()));
    return goesOn ? "ENABLED" : "DISABLING";
  }

  private static void write(
      JsonGenerator out,
      Principal caller,
      FeedStream stream,
      String status,
      List<FeedShard> shards,
      int limit)
      throws IOException {
    out.writeObjectFieldStart("StreamDescription");
    out.writeStringField("StreamArn", StreamArn.of(caller, stream));
    out.writeStringField("StreamLabel", TableArn.label(stream.since()));
    out.writeStringField("StreamStatus", status);
    out.writeStringField("StreamViewType", stream.view().name());
    EpochSeconds.write(out, "CreationRequestDateTime", stream.since());
    out.writeStringField("TableName", DynamoDbTableName.of(stream.table()));
    TableDescription.writeKeySchema(out);
    out.writeArrayFieldStart("Shards");
    for (int i = 0; i < Math.min(limit, shards.size()); i++) {
      write(out, stream, shards.get(i));
    }
    out.writeEndArray();
    if (shards.size() > limit) {
      out.writeStringField("LastEvaluatedShardId", shards.get(limit - 1).id());
    }
    out.writeEndObject();
  }

  private static void write(JsonGenerator out, FeedStream stream, FeedShard shard)
      throws IOException {
    out.writeStartObject();
    out.writeStringField("ShardId", shard.id());
    out.writeObjectFieldStart("SequenceNumberRange");
    out.writeStringField("StartingSequenceNumber", SequenceText.of(shard.first()));
    if (!shard.isOpen()) {
      out.writeStringField("EndingSequenceNumber", SequenceText.last(shard));
    }
    out.writeEndObject();
    // A parent that is not kept any more is none.
    if (shard.parent() != FeedShard.NO_PARENT && stream.shard(shard.parent()).isPresent()) {
      out.writeStringField("ParentShardId", stream.shard(shard.parent()).get().id());
    }
    out.writeEndObject();
  }
}
