package io.lodestone.server.seal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The text in which encryption keys lie on disk: JSON, with the keys sealed.
 *
 * <pre>
 *   { "format" : 1,
 *     "keys" : [ {
 *       "id" : "1234abcd-…", "created" : "2026-01-02T…Z", "key" : "(sealed)",
 *       "aliases" : [ "alias/plant" ]
 *     } ] }
 * </pre>
 *
 * What is not known is refused: a newer release wrote it. Stateless.
 */
public final class EncryptionKeyText {
  private static final int FORMAT = 1;

  private static final JsonFactory JSON =
      new JsonFactoryBuilder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private EncryptionKeyText() {}

  /**
   * @param master seals the keys
   * @param random has to be one that nobody can predict
   */
  public static String write(EncryptionKeys keys, MasterKey master, RandomGenerator random) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out =
        JSON.createGenerator(text).setPrettyPrinter(new DefaultPrettyPrinter())) {
      out.writeStartObject();
      out.writeNumberField("format", FORMAT);
      out.writeArrayFieldStart("keys");
      for (EncryptionKey key : keys.all()) {
        out.writeStartObject();
        out.writeStringField("id", key.id());
        out.writeStringField("created", key.created().toString());
        out.writeStringField(
            "key", master.seal(key.key().text().strip(), purpose(key.id()), random));
        out.writeArrayFieldStart("aliases");
        for (String alias : key.aliases()) {
          out.writeString(alias);
        }
        out.writeEndArray();
        out.writeEndObject();
      }
      out.writeEndArray();
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return text.append('\n').toString();
  }

  /**
   * @param name how messages call the text
   * @param master that the keys were sealed with
   * @throws IllegalArgumentException when it is not of this form, or a seal does not open; the
   *     message says where and shows no key
   */
  public static EncryptionKeys read(String name, String text, MasterKey master) {
    List<EncryptionKey> keys = new ArrayList<>();
    try (JsonParser in = JSON.createParser(text)) {
      expect(in.nextToken(), JsonToken.START_OBJECT);
      while (in.nextToken() != JsonToken.END_OBJECT) {
        switch (in.currentName()) {
          case "format" -> {
            if (in.nextIntValue(0) != FORMAT) {
              throw new IllegalArgumentException("it is of a newer format");
            }
          }
          case "keys" -> {
            expect(in.nextToken(), JsonToken.START_ARRAY);
            while (in.nextToken() != JsonToken.END_ARRAY) {
              keys.add(key(in, keys.size() + 1, master));
            }
          }
          default -> throw new IllegalArgumentException("it has no member " + in.currentName());
        }
      }
      return new EncryptionKeys(keys);
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      throw new IllegalArgumentException(name + " is not valid JSON, line " + line, e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
  }

  private static EncryptionKey key(JsonParser in, int number, MasterKey master) throws IOException {
    String id = null;
    String created = null;
    String sealed = null;
    List<String> aliases = new ArrayList<>();
    try {
      expect(in.currentToken(), JsonToken.START_OBJECT);
      while (in.nextToken() != JsonToken.END_OBJECT) {
        String member = in.currentName();
        switch (member) {
          case "id" -> id = in.nextTextValue();
          case "created" -> created = in.nextTextValue();
          case "key" -> sealed = in.nextTextValue();
          case "aliases" -> {
            expect(in.nextToken(), JsonToken.START_ARRAY);
            while (in.nextToken() != JsonToken.END_ARRAY) {
              expect(in.currentToken(), JsonToken.VALUE_STRING);
              aliases.add(in.getText());
            }
          }
          default -> throw new IllegalArgumentException("there is no member " + member);
        }
      }
      if (id == null || created == null || sealed == null) {
        throw new IllegalArgumentException("it needs id, created and key");
      }
      MasterKey key = MasterKey.parse(master.open(sealed, purpose(id)));
      return new EncryptionKey(id, Instant.parse(created), key, aliases);
    } catch (BrokenSealException e) {
      throw new IllegalArgumentException("key " + number + " " + e.getMessage(), e);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new IllegalArgumentException("key " + number + ": " + e.getMessage(), e);
    }
  }

  private static String purpose(String id) {
    return "encryption key " + id;
  }

  private static void expect(JsonToken found, JsonToken expected) {
    if (found != expected) {
      throw new IllegalArgumentException("found " + found + " in the place of " + expected);
    }
  }
}
