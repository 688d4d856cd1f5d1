package io.lodestone.server.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a JSON request member by member, in whatever order the client sent it.
 *
 * <pre>{@code
 * if (in.beginObject()) {
 *   while (in.nextMember()) {
 *     switch (in.member()) {
 *       case "DatabaseName" -> databaseName = in.string();
 *       case "MaxResults" -> maxResults = in.integer();
 *       default -> in.skip();
 *     }
 *   }
 * }
 * }</pre>
 *
 * Each method that reads a value stands on its first token and leaves on its last. JSON's {@code
 * null} equals an absent member: it is read as Java's null by every method that returns an object,
 * and as "nothing here" by {@link #beginObject()} and {@link #beginArray()}. A value of another
 * type than the method's fails with SERIALIZATION. One thread.
 */
public final class JsonReader implements Closeable {
  private final JsonParser parser;

  private JsonReader(JsonParser parser) {
    this.parser = parser;
  }

  /** Opens a document and stands on its first token. */
  static JsonReader of(byte[] document) throws IOException {
    JsonReader reader = new JsonReader(Json.FACTORY.createParser(document));
    if (reader.parser.nextToken() == null) {
      throw serialization("Unexpected end of the document");
    }
    return reader;
  }

  /** The parser below, for readers in a hurry; it stands where this reader does. */
  public JsonParser parser() {
    return parser;
  }

  /** Enters an object. False when the value is null. */
  public boolean beginObject() {
    return begin(JsonToken.START_OBJECT, "Structure");
  }

  /** Goes to the next member of the object and stands on its value. False at the object's end. */
  public boolean nextMember() throws IOException {
    if (parser.nextToken() == JsonToken.END_OBJECT) {
      return false;
    }
    parser.nextToken();
    return true;
  }

  /** The name of the member whose value is next to be read. */
  public String member() throws IOException {
    return parser.currentName();
  }

  /** Enters an array. False when the value is null. */
  public boolean beginArray() {
    return begin(JsonToken.START_ARRAY, "List");
  }

  /** Goes to the next element of the array. False at the array's end. */
  public boolean nextElement() throws IOException {
    return parser.nextToken() != JsonToken.END_ARRAY;
  }

  /**
   * Reads a whole array; null when the value is null. An element that is null stays in the list as
   * null.
   */
  public <T> List<T> list(Call.Decoder<T> element) throws IOException {
    if (!beginArray()) {
      return null;
    }
    List<T> list = new ArrayList<>();
    while (nextElement()) {
      list.add(element.decode(this));
    }
    return list;
  }

  /** Whether the value is null, which equals an absent member. */
  public boolean isNull() {
    return parser.currentToken() == JsonToken.VALUE_NULL;
  }

  /** Reads a string. */
  public String string() throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_STRING -> parser.getText();
      case VALUE_NULL -> null;
      default -> throw mismatch("String");
    };
  }

  /** Reads a boolean. */
  public Boolean bool() {
    return switch (parser.currentToken()) {
      case VALUE_TRUE -> Boolean.TRUE;
      case VALUE_FALSE -> Boolean.FALSE;
      case VALUE_NULL -> null;
      default -> throw mismatch("Boolean");
    };
  }

  /** Reads a whole number of 64 bits. */
  public Long longInteger() throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_NUMBER_INT -> {
        if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
          throw serialization("NUMBER_VALUE is out of the range of a Long");
        }
        yield parser.getLongValue();
      }
      case VALUE_NULL -> null;
      default -> throw mismatch("Long");
    };
  }

  /** Reads a whole number of 32 bits. */
  public Integer integer() throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_NUMBER_INT -> {
        if (parser.getNumberType() != JsonParser.NumberType.INT) {
          throw serialization("NUMBER_VALUE is out of the range of an Integer");
        }
        yield parser.getIntValue();
      }
      case VALUE_NULL -> null;
      default -> throw mismatch("Integer");
    };
  }

  /** Reads a number. */
  public Double decimal() throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_NULL -> null;
      default -> throw mismatch("Double");
    };
  }

  /** Reads seconds since the epoch, with or without a fraction or an exponent. */
  public Instant timestamp() throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
          EpochSeconds.toInstant(parser.getDecimalValue())
              .orElseThrow(() -> serialization("NUMBER_VALUE is out of the range of a Timestamp"));
      case VALUE_NULL -> null;
      default -> throw mismatch("Timestamp");
    };
  }

  /** Passes over a value, whatever it is: members that we do not know are ignored. */
  public void skip() throws IOException {
    parser.skipChildren();
  }

  /** Checks that the document ends here. */
  void end() throws IOException {
    if (parser.nextToken() != null) {
      throw serialization("Unexpected text after the end of the document");
    }
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }

  private boolean begin(JsonToken token, String expected) {
    JsonToken found = parser.currentToken();
    if (found == JsonToken.VALUE_NULL) {
      return false;
    }
    if (found != token) {
      throw mismatch(expected);
    }
    return true;
  }

  private ServiceException mismatch(String expected) {
    String found =
        switch (parser.currentToken()) {
          case VALUE_STRING -> "STRING_VALUE";
          case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "NUMBER_VALUE";
          case VALUE_TRUE -> "TRUE_VALUE";
          case VALUE_FALSE -> "FALSE_VALUE";
          case START_OBJECT -> "Start of structure";
          case START_ARRAY -> "Start of list";
          default -> parser.currentToken().name();
        };
    return serialization(found + " can not be converted to a " + expected);
  }

  /** What to tell a client whose document is not JSON, without echoing the document. */
  static String describe(JsonProcessingException e) {
    if (e instanceof StreamConstraintsException) {
      return "The document exceeds a limit: " + e.getOriginalMessage();
    }
    String place =
        e.getLocation() == null ? "" : " at byte " + Math.max(0, e.getLocation().getByteOffset());
    return "The document is not valid JSON" + place;
  }

  private static ServiceException serialization(String message) {
    return new ServiceException(ErrorType.SERIALIZATION, message);
  }
}
