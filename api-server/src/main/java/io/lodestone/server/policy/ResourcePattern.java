package io.lodestone.server.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which resources a statement speaks of: all, or those whose ARN fits part by part.
 *
 * <p>The region of an ARN is not compared. A server is one place and takes signatures for any
 * region; a statement that denied something in one region only would be evaded by signing for
 * another. Who wants to bind a key to regions has the condition {@code aws:RequestedRegion}.
 *
 * @param parts the six parts of an ARN; none stand for every resource, and for acts without one
 */
record ResourcePattern(List<Wildcard> parts) {
  private static final int PARTS = 6;
  private static final int REGION = 3;

  /** Empty when the text is neither {@code *} nor an ARN of six parts. */
  static Optional<ResourcePattern> parse(String text) {
    if (text.equals("*")) {
      return Optional.of(new ResourcePattern(List.of()));
    }
    String[] texts = text.split(":", PARTS);
    if (texts.length < PARTS || !texts[0].equals("arn")) {
      return Optional.empty();
    }
    List<Wildcard> parts = new ArrayList<>(PARTS);
    for (String part : texts) {
      parts.add(Wildcard.of(part));
    }
    return Optional.of(new ResourcePattern(List.copyOf(parts)));
  }

  boolean matches(String resource) {
    if (parts.isEmpty()) {
      return true;
    }
    String[] texts = resource.split(":", PARTS);
    if (texts.length < PARTS) {
      return false;
    }
    for (int i = 0; i < PARTS; i++) {
      if (i != REGION && !parts.get(i).matches(texts[i])) {
        return false;
      }
    }
    return true;
  }
}
