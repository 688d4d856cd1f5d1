package io.lodestone.server.dynamodb.streams;

import com.fasterxml.jackson.core.JsonGenerator;
import io.lodestone.engine.catalog.StreamView;
import io.lodestone.engine.feed.Change;
import io.lodestone.engine.feed.FeedStream;
import io.lodestone.server.dynamodb.tables.Item;
import java.io.IOException;
import java.util.Optional;

/**
 * A change as a record of a stream.
 *
 * @param stream that it is read from
 * @param change never null
 * @param keys of the item
 * @param newImage the item after the change, where the stream shows it
 * @param oldImage the item before the change, where the stream shows it and there was one
 */
record StreamRecord(
    FeedStream stream, Change change, Item keys, Optional<Item> newImage, Optional<Item> oldImage) {
  static StreamRecord of(FeedStream stream, Change change) {
    StreamView view = stream.view();
    return new StreamRecord(
        stream,
        change,
        Item.key(change.key(), change.timeNanos()),
        view.hasNewImage() && change.kind() != Change.Kind.EXPIRED
            ? Optional.of(after(change))
            : Optional.empty(),
        view.hasOldImage() && change.hasBefore() ? Optional.of(before(change)) : Optional.empty());
  }

  private static Item after(Change change) {
    Item item = Item.point(change.key(), change.timeNanos(), change.version());
    change.forEachValue(item::add);
    return item;
  }

  private static Item before(Change change) {
    Item item = Item.point(change.key(), change.timeNanos(), change.versionBefore());
    change.forEachValueBefore(item::add);
    return item;
  }

  /** Its size as DynamoDB counts it. */
  int bytes() {
    return keys.bytes() + newImage.map(Item::bytes).orElse(0) + oldImage.map(Item::bytes).orElse(0);
  }

  /** Writes it as an object. */
  void write(JsonGenerator out, String region) throws IOException {
    out.writeStartObject();
    out.writeStringField("eventID", eventId());
    out.writeStringField("eventName", eventName());
    out.writeStringField("eventVersion", "1.1");
    out.writeStringField("eventSource", "aws:dynamodb");
    out.writeStringField("awsRegion", region);
    out.writeObjectFieldStart("dynamodb");
    out.writeNumberField("ApproximateCreationDateTime", change.tick());
    keys.write(out, "Keys");
    if (newImage.isPresent()) {
      newImage.get().write(out, "NewImage");
    }
    if (oldImage.isPresent()) {
      oldImage.get().write(out, "OldImage");
    }
    out.writeStringField("SequenceNumber", SequenceText.of(change.position()));
    out.writeNumberField("SizeBytes", bytes());
    out.writeStringField("StreamViewType", stream.view().name());
    out.writeEndObject();
    if (change.kind() == Change.Kind.EXPIRED) {
      // As DynamoDB marks what its time to live deletes: nobody has asked for it.
      out.writeObjectFieldStart("userIdentity");
      out.writeStringField("PrincipalId", "dynamodb.amazonaws.com");
      out.writeStringField("Type", "Service");
      out.writeEndObject();
    }
    out.writeEndObject();
  }

  /** Unique among all records of this server. */
  private String eventId() {
    long subOrdinal = change.position().subOrdinal();
    String id = String.format("%016x%016x", stream.id(), change.sequence());
    return subOrdinal == 0 ? id : id + String.format("%010d", subOrdinal);
  }

  private String eventName() {
    return switch (change.kind()) {
      case NEW -> "INSERT";
      case REPLACED -> "MODIFY";
      case EXPIRED -> "REMOVE";
    };
  }
}
