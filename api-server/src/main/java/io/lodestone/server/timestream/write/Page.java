package io.lodestone.server.timestream.write;

import io.lodestone.server.protocol.PageTokens;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Some consecutive elements of a list that is in ascending order of its keys. A token names the key
 * that the page before ended with, so that elements which come and go between two pages neither
 * shift the others nor end the listing.
 *
 * @param elements of this page
 * @param nextToken for the page after; empty when this one is the last
 */
public record Page<T>(List<T> elements, Optional<String> nextToken) {
  /**
   * What an absent MaxResults means where databases or tables are listed, and the most it may be.
   */
  static final int SIZE_MAX = 20;

  /**
   * @param all in ascending order of their keys
   * @param key of an element, unique
   * @param maxResults the client's wish, null for none
   * @param token the client's, null for the first page
   */
  public static <T> Page<T> of(
      List<T> all,
      Function<T, String> key,
      Integer maxResults,
      String token,
      PageTokens tokens,
      PageTokens.Binding binding) {
    int size = maxResults == null ? SIZE_MAX : maxResults;
    int start = 0;
    if (token != null) {
      String last = new String(tokens.open(binding, token), StandardCharsets.UTF_8);
      while (start < all.size() && key.apply(all.get(start)).compareTo(last) <= 0) {
        start++;
      }
    }
    int end = Math.min(all.size(), start + size);
    List<T> elements = List.copyOf(all.subList(start, end));
    if (end == all.size()) {
      return new Page<>(elements, Optional.empty());
    }
    byte[] place = key.apply(elements.getLast()).getBytes(StandardCharsets.UTF_8);
    return new Page<>(elements, Optional.of(tokens.issue(binding, place)));
  }
}
