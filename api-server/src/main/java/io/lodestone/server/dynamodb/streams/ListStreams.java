package io.lodestone.server.dynamodb.streams;

import io.lodestone.engine.feed.ChangeFeed;
import io.lodestone.engine.feed.FeedStream;
import io.lodestone.server.dynamodb.tables.DynamoDbTableName;
import io.lodestone.server.dynamodb.tables.TableArn;
import io.lodestone.server.protocol.Call;
import io.lodestone.server.protocol.JsonReader;
import io.lodestone.server.protocol.Operation;
import io.lodestone.server.protocol.Reply;
import io.lodestone.server.protocol.Rule;
import io.lodestone.server.protocol.Shape;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Lists streams in the order of their tables' names and their labels, so that a page can begin
 * behind a stream that has gone meanwhile.
 */
final class ListStreams implements Operation {
  private static final int LIMIT_MAX = 100;

  /** Null members are absent ones. */
  record Request(String tableName, Integer limit, String exclusiveStartStreamArn) {
    static final Shape<Request> SHAPE =
        Shape.<Request>named("ListStreamsInput")
            .optional(
                "TableName", Request::tableName, Rule.text(3, 255).matching("[a-zA-Z0-9_.-]+"))
            .optional("Limit", Request::limit, Rule.range(1, Integer.MAX_VALUE))
            .optional("ExclusiveStartStreamArn", Request::exclusiveStartStreamArn, StreamArn.RULE)
            .build();

    static Request read(JsonReader in) throws IOException {
      String tableName = null;
      Integer limit = null;
      String start = null;
      if (in.beginObject()) {
        while (in.nextMember()) {
          switch (in.member()) {
            case "TableName" -> tableName = in.string();
            case "Limit" -> limit = in.integer();
            case "ExclusiveStartStreamArn" -> start = in.string();
            default -> in.skip();
          }
        }
      }
      return SHAPE.validate(new Request(tableName, limit, start));
    }
  }

  private final ChangeFeed feed;

  ListStreams(ChangeFeed feed) {
    this.feed = feed;
  }

  @Override
  public String name() {
    return "ListStreams";
  }

  @Override
  public Reply handle(Call call) {
    Request request = call.read(Request::read);
    int limit = request.limit() == null ? LIMIT_MAX : Math.min(LIMIT_MAX, request.limit());
    Optional<String> after =
        Optional.ofNullable(request.exclusiveStartStreamArn()).map(StreamArn::place);
    List<FeedStream> listed =
        feed.streams().stream()
            .filter(stream -> isOf(stream, request.tableName()))
            .filter(stream -> after.isEmpty() || StreamArn.place(stream).compareTo(after.get()) > 0)
            .sorted(Comparator.comparing(StreamArn::place))
            .toList();
    return out -> {
      out.writeArrayFieldStart("Streams");
      for (int i = 0; i < Math.min(limit, listed.size()); i++) {
        FeedStream stream = listed.get(i);
        out.writeStartObject();
        out.writeStringField("StreamArn", StreamArn.of(call.principal(), stream));
        out.writeStringField("TableName", DynamoDbTableName.of(stream.table()));
        out.writeStringField("StreamLabel", TableArn.label(stream.since()));
        out.writeEndObject();
      }
      out.writeEndArray();
      if (listed.size() > limit) {
        out.writeStringField(
            "LastEvaluatedStreamArn", StreamArn.of(call.principal(), listed.get(limit - 1)));
      }
    };
  }

  private static boolean isOf(FeedStream stream, String tableName) {
    return tableName == null || DynamoDbTableName.of(stream.table()).equals(tableName);
  }
}
