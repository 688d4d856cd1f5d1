package io.lodestone.engine.catalog;

import io.lodestone.model.InvalidRequestException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What somebody who changes the tags of a database or table asks for.
 *
 * @param added tags to set, in the place of those with the same keys
 * @param removed keys of tags to take away; one that is not there is passed over
 */
public record TagUpdate(Map<String, String> added, Set<String> removed) {
  /** Tags that a database or a table may have. */
  public static final int TAGS_MAX = 200;

  public TagUpdate {
    added = Map.copyOf(added);
    removed = Set.copyOf(removed);
  }

  /** Sets tags, takes none away. */
  public static TagUpdate adding(Map<String, String> tags) {
    return new TagUpdate(tags, Set.of());
  }

  /** Takes tags away, sets none. */
  public static TagUpdate removing(Set<String> keys) {
    return new TagUpdate(Map.of(), keys);
  }

  /**
   * The tags after this change.
   *
   * @throws InvalidRequestException when they would be more than {@link #TAGS_MAX}
   */
  public Map<String, String> applyTo(Map<String, String> tags) {
    Map<String, String> after = new HashMap<>(tags);
    after.keySet().removeAll(removed);
    after.putAll(added);
    if (after.size() > TAGS_MAX) {
      throw new InvalidRequestException(
          "A resource may have at most "
              + TAGS_MAX
              + " tags, it would have "
              + after.size()
              + " then.");
    }
    return after;
  }
}
