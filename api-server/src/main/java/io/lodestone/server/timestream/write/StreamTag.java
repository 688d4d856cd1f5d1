package io.lodestone.server.timestream.write;

import io.lodestone.engine.catalog.StreamSpecification;
import io.lodestone.engine.catalog.StreamUpdate;
import io.lodestone.engine.catalog.StreamView;
import io.lodestone.engine.catalog.TableEntry;
import io.lodestone.engine.catalog.TagUpdate;
import io.lodestone.model.InvalidRequestException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * The tag that declares a table's stream, for tools that know Timestream alone:
 *
 * <pre>
 *   lodestone:stream = KEYS_ONLY | NEW_IMAGE | OLD_IMAGE | NEW_AND_OLD_IMAGES
 * </pre>
 *
 * Setting it switches the stream on, taking it away switches it off. Another, {@code
 * lodestone:stream-expiry = off}, keeps expired points out of the stream. Other keys that begin
 * like these are refused, so that a slip of the pen is not a tag that does nothing. Stateless.
 */
final class StreamTag {
  static final String KEY = "lodestone:stream";

  private static final String RESERVED = "lodestone:";

  private StreamTag() {}

  /**
   * What the tags of a new table declare.
   *
   * @param shards of a stream that begins
   * @throws InvalidRequestException when a reserved key or its value is not one of those above
   */
  static Optional<StreamUpdate> declaredBy(Map<String, String> tags, int shards) {
    for (String key : tags.keySet()) {
      if (isReserved(key) && !key.equals(KEY) && !key.equals(StreamSpecification.EXPIRY_TAG)) {
        throw new InvalidRequestException(
            "Of the tag keys that begin with "
                + RESERVED
                + " there are only "
                + KEY
                + " and "
                + StreamSpecification.EXPIRY_TAG
                + ", found was "
                + key
                + ".");
      }
    }
    String expiry = tags.getOrDefault(StreamSpecification.EXPIRY_TAG, "on");
    if (!expiry.equals("on") && !expiry.equals("off")) {
      throw new InvalidRequestException(
          "The value of the tag " + StreamSpecification.EXPIRY_TAG + " must be on or off.");
    }
    return Optional.ofNullable(tags.get(KEY)).map(value -> StreamUpdate.on(view(value), shards));
  }

  /**
   * What a change of a table's tags declares: nothing, unless the tag is among them.
   *
   * @throws InvalidRequestException as above
   */
  static Optional<StreamUpdate> declaredBy(TagUpdate update, TableEntry table, int shards) {
    Optional<StreamUpdate> set = declaredBy(update.added(), shards);
    return set.isEmpty()
            && update.removed().contains(KEY)
            && table.definition().tags().containsKey(KEY)
        ? Optional.of(StreamUpdate.OFF)
        : set;
  }

  /**
   * Refuses reserved keys for what has no stream.
   *
   * @return the same tags
   * @throws InvalidRequestException when there is one
   */
  static Map<String, String> requireNone(Map<String, String> tags) {
    for (String key : tags.keySet()) {
      if (isReserved(key)) {
        throw new InvalidRequestException(
            "Tag keys that begin with " + RESERVED + " are for tables, found was " + key + ".");
      }
    }
    return tags;
  }

  private static boolean isReserved(String key) {
    return key.regionMatches(true, 0, RESERVED, 0, RESERVED.length());
  }

  private static StreamView view(String value) {
    return Arrays.stream(StreamView.values())
        .filter(view -> view.name().equals(value))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidRequestException(
                    "The value of the tag "
                        + KEY
                        + " must be one of "
                        + Arrays.toString(StreamView.values())
                        + "."));
  }
}
