package io.lodestone.server.dynamodb.streams;

import io.lodestone.engine.feed.Change;
import io.lodestone.engine.feed.ChangeFeed;
import io.lodestone.engine.feed.FeedPosition;
import io.lodestone.engine.feed.FeedStream;
import io.lodestone.engine.feed.ShardRead;
import io.lodestone.model.InvalidRequestException;
import io.lodestone.server.dynamodb.tables.TableArn;
import io.lodestone.server.protocol.Call;
import io.lodestone.server.protocol.ErrorType;
import io.lodestone.server.protocol.JsonReader;
import io.lodestone.server.protocol.Operation;
import io.lodestone.server.protocol.Reply;
import io.lodestone.server.protocol.Rule;
import io.lodestone.server.protocol.ServiceException;
import io.lodestone.server.protocol.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

final class GetRecords implements Operation {
  private static final int LIMIT_MAX = 1_000;

  /** The most that the records of one answer hold, as DynamoDB counts it; at least one is given. */
  private static final int BYTES_MAX = 1 << 20;

  /** Null members are absent ones. */
  record Request(String shardIterator, Integer limit) {
    static final Shape<Request> SHAPE =
        Shape.<Request>named("GetRecordsInput")
            .required("ShardIterator", Request::shardIterator, Rule.text(1, 2_048))
            .optional("Limit", Request::limit, Rule.range(1, Integer.MAX_VALUE))
            .build();

    static Request read(JsonReader in) throws IOException {
      String shardIterator = null;
      Integer limit = null;
      if (in.beginObject()) {
        while (in.nextMember()) {
          switch (in.member()) {
            case "ShardIterator" -> shardIterator = in.string();
            case "Limit" -> limit = in.integer();
            default -> in.skip();
          }
        }
      }
      return SHAPE.validate(new Request(shardIterator, limit));
    }
  }

  private final ChangeFeed feed;
  private final ShardIterators iterators;

  GetRecords(ChangeFeed feed, ShardIterators iterators) {
    this.feed = feed;
    this.iterators = iterators;
  }

  @Override
  public String name() {
    return "GetRecords";
  }

  @Override
  public boolean asksForAccess() {
    return true;
  }

  @Override
  public boolean isAboutPoints() {
    return true;
  }

  @Override
  public Reply handle(Call call) {
    Request request = call.read(Request::read);
    int limit = request.limit() == null ? LIMIT_MAX : request.limit();
    if (limit > LIMIT_MAX) {
      throw new InvalidRequestException("Limit must be at most " + LIMIT_MAX + ".");
    }
    ShardIterators.Place place = iterators.open(call.principal(), request.shardIterator());
    FeedStream stream = feed.stream(place.tableId(), place.since()).orElseThrow(GetRecords::gone);
    call.access().require(TableArn.streamResource(stream.table(), stream.since()));
    if (place.from().sequence() < stream.trimmed()) {
      throw trimmed();
    }
    // A shard that has gone as a whole is not "not found": readers take that for its end.
    ShardRead read =
        feed.read(stream.id(), place.shard(), place.from(), limit).orElseThrow(GetRecords::trimmed);
    return switch (read) {
      case ShardRead.Trimmed _ -> throw trimmed();
      case ShardRead.Page page -> answer(call, stream, place, page);
    };
  }

  private Reply answer(
      Call call, FeedStream stream, ShardIterators.Place place, ShardRead.Page page) {
    List<StreamRecord> records = new ArrayList<>(page.changes().size());
    long bytes = 0;
    FeedPosition next = page.next();
    boolean cut = false;
    for (Change change : page.changes()) {
      StreamRecord record = StreamRecord.of(stream, change);
      bytes += record.bytes();
      if (bytes > BYTES_MAX && !records.isEmpty()) {
        next = change.position();
        cut = true;
        break;
      }
      records.add(record);
    }
    Optional<String> nextIterator =
        page.ended() && !cut
            ? Optional.empty()
            : Optional.of(
                iterators.issue(
                    call.principal(), ShardIterators.Place.of(stream, place.shard(), next)));
    return out -> {
      out.writeArrayFieldStart("Records");
      for (StreamRecord record : records) {
        record.write(out, call.principal().region());
      }
      out.writeEndArray();
      if (nextIterator.isPresent()) {
        out.writeStringField("NextShardIterator", nextIterator.get());
      }
    };
  }

  static ServiceException trimmed() {
    return new ServiceException(
        ErrorType.TRIMMED_DATA_ACCESS,
        "The data you are trying to access has been trimmed: records from there on are not kept any"
            + " more. Go on from the oldest ones with TRIM_HORIZON.");
  }

  private static ServiceException gone() {
    return new ServiceException(
        ErrorType.RESOURCE_NOT_FOUND,
        "Requested resource not found: the stream of this iterator is not kept any more");
  }
}
