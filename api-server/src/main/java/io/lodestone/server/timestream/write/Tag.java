package io.lodestone.server.timestream.write;

import io.lodestone.engine.catalog.TagUpdate;
import io.lodestone.model.InvalidRequestException;
import io.lodestone.server.protocol.JsonReader;
import io.lodestone.server.protocol.Rule;
import io.lodestone.server.protocol.Shape;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A resource tag on the wire; null members are absent ones. */
public record Tag(String key, String value) {
  private static final String RESERVED = "aws:";

  static final Rule<String> KEY = Rule.text(1, 128);

  public static final Shape<Tag> SHAPE =
      Shape.<Tag>named("Tag")
          .required("Key", Tag::key, KEY)
          .required("Value", Tag::value, Rule.text(0, 256))
          .build();

  public static final Rule<List<Tag>> LIST =
      Rule.list(0, TagUpdate.TAGS_MAX, Rule.structure(SHAPE));

  public static Tag read(JsonReader in) throws IOException {
    String key = null;
    String value = null;
    if (!in.beginObject()) {
      return null;
    }
    while (in.nextMember()) {
      switch (in.member()) {
        case "Key" -> key = in.string();
        case "Value" -> value = in.string();
        default -> in.skip();
      }
    }
    return new Tag(key, value);
  }

  /**
   * @param tags may be null, when a request has none
   * @throws InvalidRequestException when a key occurs twice, or is one of those that the service
   *     keeps for itself
   */
  public static Map<String, String> toMap(List<Tag> tags) {
    Map<String, String> map = new LinkedHashMap<>();
    if (tags != null) {
      for (Tag tag : tags) {
        if (tag.key().regionMatches(true, 0, RESERVED, 0, RESERVED.length())) {
          throw new InvalidRequestException("Tag keys that begin with aws: are reserved.");
        }
        if (map.put(tag.key(), tag.value()) != null) {
          throw new InvalidRequestException("The tag key " + tag.key() + " occurs twice.");
        }
      }
    }
    return map;
  }
}
