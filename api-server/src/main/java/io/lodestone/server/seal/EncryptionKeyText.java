package io.lodestone.server.seal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The text in which encryption keys lie on disk: a {@link KeyListText} with
 *
 * <pre>
 *   { "id" : "1234abcd-…", "created" : "2026-01-02T…Z", "key" : "(sealed)",
 *     "aliases" : [ "alias/plant" ] }
 * </pre>
 *
 * for each. Stateless.
 */
public final class EncryptionKeyText {
  private EncryptionKeyText() {}

  /**
   * @param master seals the keys
   * @param random has to be one that nobody can predict
   */
  public static String write(EncryptionKeys keys, MasterKey master, RandomGenerator random) {
    return KeyListText.write(keys.all(), (key, out) -> write(key, master, random, out));
  }

  private static void write(
      EncryptionKey key, MasterKey master, RandomGenerator random, JsonGenerator out)
      throws IOException {
    out.writeStringField("id", key.id());
    out.writeStringField("created", key.created().toString());
    out.writeStringField("key", master.seal(key.key().text().strip(), purpose(key.id()), random));
    out.writeArrayFieldStart("aliases");
    for (String alias : key.aliases()) {
      out.writeString(alias);
    }
    out.writeEndArray();
  }

  /**
   * @param name how messages call the text
   * @param master that the keys were sealed with
   * @throws IllegalArgumentException when it is not of this form, or a seal does not open; the
   *     message says where and shows no key
   */
  public static EncryptionKeys read(String name, String text, MasterKey master) {
    return KeyListText.read(name, text, () -> new Entry(master), EncryptionKeys::new);
  }

  /** What stands in the text; null members are absent ones. */
  private static final class Entry implements KeyListText.Entry<EncryptionKey> {
    private final MasterKey master;
    private final List<String> aliases = new ArrayList<>();
    private String id;
    private String created;
    private String sealed;

    Entry(MasterKey master) {
      this.master = master;
    }

    @Override
    public boolean take(String member, JsonParser in) throws IOException {
      switch (member) {
        case "id" -> id = in.nextTextValue();
        case "created" -> created = in.nextTextValue();
        case "key" -> sealed = in.nextTextValue();
        case "aliases" -> {
          KeyListText.expect(in.nextToken(), JsonToken.START_ARRAY);
          while (in.nextToken() != JsonToken.END_ARRAY) {
            KeyListText.expect(in.currentToken(), JsonToken.VALUE_STRING);
            aliases.add(in.getText());
          }
        }
        default -> {
          return false;
        }
      }
      return true;
    }

    @Override
    public EncryptionKey key() {
      if (id == null || created == null || sealed == null) {
        throw new IllegalArgumentException("it needs id, created and key");
      }
      MasterKey key = MasterKey.parse(KeyListText.opened(master, sealed, "key", purpose(id)));
      return new EncryptionKey(id, Instant.parse(created), key, aliases);
    }
  }

  private static String purpose(String id) {
    return "encryption key " + id;
  }
}
