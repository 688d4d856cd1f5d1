package io.lodestone.server.seal;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * All encryption keys, in the order in which they were made. Immutable.
 *
 * @param all ids and aliases each once
 */
public record EncryptionKeys(List<EncryptionKey> all) {
  /** None. */
  public static final EncryptionKeys NONE = new EncryptionKeys(List.of());

  /** The region says nothing: this server stands in all of them. */
  private static final Pattern ARN =
      Pattern.compile("arn:aws[a-z-]*:kms:[a-z0-9_-]+:([0-9]{12}):(?:key/)?(.+)");

  /**
   * @throws IllegalArgumentException when an id or an alias stands there twice
   */
  public EncryptionKeys {
    all = List.copyOf(all);
    Set<String> names = new HashSet<>();
    for (EncryptionKey key : all) {
      boolean fresh = names.add(key.id());
      for (String alias : key.aliases()) {
        fresh &= names.add(alias);
      }
      if (!fresh) {
        throw new IllegalArgumentException("a name of " + key + " stands there twice");
      }
    }
  }

  /** With one more. */
  public EncryptionKeys with(EncryptionKey key) {
    List<EncryptionKey> more = new ArrayList<>(all);
    more.add(key);
    return new EncryptionKeys(more);
  }

  /**
   * With an alias that names a key, and no other any more.
   *
   * @throws IllegalArgumentException when there is no such key, or the alias is none
   */
  public EncryptionKeys with(String alias, String id) {
    EncryptionKey.requireAlias(alias);
    if (all.stream().noneMatch(key -> key.id().equals(id))) {
      throw new IllegalArgumentException("there is no encryption key " + id);
    }
    List<EncryptionKey> changed = new ArrayList<>();
    for (EncryptionKey key : all) {
      List<String> aliases = new ArrayList<>(key.aliases());
      aliases.remove(alias);
      if (key.id().equals(id)) {
        aliases.add(alias);
      }
      changed.add(key.with(aliases));
    }
    return new EncryptionKeys(changed);
  }

  /**
   * The key that a name in any of AWS's forms names: its id, an alias, or the ARN of either.
   *
   * @param account whose ARNs count
   */
  public Optional<EncryptionKey> find(String name, String account) {
    Matcher arn = ARN.matcher(name);
    String plain = name;
    if (arn.matches()) {
      if (!arn.group(1).equals(account)) {
        return Optional.empty();
      }
      plain = arn.group(2);
    }
    String wanted = plain;
    return all.stream()
        .filter(key -> key.id().equals(wanted) || key.aliases().contains(wanted))
        .findFirst();
  }
}
