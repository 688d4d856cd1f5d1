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
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The form that the texts of all kinds of keys share: JSON, with secrets sealed.
 *
 * <pre>
 *   { "format" : 1,
 *     "keys" : [ { … }, … ] }
 * </pre>
 *
 * Which members a key has is said by its kind. What is not known is refused: a newer release wrote
 * it. Stateless.
 */
public final class KeyListText {
  private static final int FORMAT = 1;

  private static final JsonFactory JSON =
      new JsonFactoryBuilder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private KeyListText() {}

  /** Writes keys of one kind. */
  public interface Members<K> {
    void write(K key, JsonGenerator out) throws IOException;
  }

  /** A key of one kind that is being read. */
  public interface Entry<K> {
    /**
     * Takes in a member.
     *
     * @param in stands at the member's name, and is to be left at the end of its value
     * @return false when a key has no such member
     */
    boolean take(String member, JsonParser in) throws IOException;

    /**
     * The key of all members.
     *
     * @throws IllegalArgumentException when they make none; the message shows no secret
     */
    K key();
  }

  /** The text of keys in their order. */
  public static <K> String write(List<K> keys, Members<K> members) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out =
        JSON.createGenerator(text).setPrettyPrinter(new DefaultPrettyPrinter())) {
      out.writeStartObject();
      out.writeNumberField("format", FORMAT);
      out.writeArrayFieldStart("keys");
      for (K key : keys) {
        out.writeStartObject();
        members.write(key, out);
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
   * @param all makes one of the keys in their order, or refuses
   * @throws IllegalArgumentException when the text is not of this form; the message says where
   */
  public static <K, L> L read(
      String name, String text, Supplier<Entry<K>> entries, Function<List<K>, L> all) {
    List<K> keys = new ArrayList<>();
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
              keys.add(key(in, keys.size() + 1, entries.get()));
            }
          }
          default -> throw new IllegalArgumentException("it has no member " + in.currentName());
        }
      }
      return all.apply(keys);
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      throw new IllegalArgumentException(name + " is not valid JSON, line " + line, e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
  }

  private static <K> K key(JsonParser in, int number, Entry<K> entry) throws IOException {
    try {
      expect(in.currentToken(), JsonToken.START_OBJECT);
      while (in.nextToken() != JsonToken.END_OBJECT) {
        String member = in.currentName();
        if (!entry.take(member, in)) {
          throw new IllegalArgumentException("there is no member " + member);
        }
      }
      return entry.key();
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new IllegalArgumentException("key " + number + ": " + e.getMessage(), e);
    }
  }

  /**
   * Opens the sealed value of a member.
   *
   * @param member how messages call it
   * @param purpose that it was sealed for
   * @throws IllegalArgumentException when it does not open
   */
  public static String opened(MasterKey master, String sealed, String member, String purpose) {
    try {
      return master.open(sealed, purpose);
    } catch (BrokenSealException e) {
      throw new IllegalArgumentException("its " + member + " " + e.getMessage(), e);
    }
  }

  /** Refuses what is not expected. */
  static void expect(JsonToken found, JsonToken expected) {
    if (found != expected) {
      throw new IllegalArgumentException("found " + found + " in the place of " + expected);
    }
  }
}
