package io.lodestone.server.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.server.auth.UnverifiedAccess;
import io.lodestone.server.http.HttpHeaders;
import io.lodestone.server.http.HttpPeer;
import io.lodestone.server.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What requests may look like, and what they may not. */
class JsonReaderTest {
  private static Call call(String json) {
    HttpRequest request = new HttpRequest("POST", "/", HttpHeaders.EMPTY, new byte[0]);
    return new Call(
        new Access(
            new UnverifiedAccess().authenticate(request, "timestream"),
            HttpPeer.LOCAL,
            "timestream",
            "Act"),
        "ID",
        HttpHeaders.EMPTY,
        json.getBytes(StandardCharsets.UTF_8));
  }

  /** Reads the member "v" of an object and ignores the others. */
  private static <T> T member(String json, Call.Decoder<T> value) {
    return call(json)
        .read(
            in -> {
              T found = null;
              if (in.beginObject()) {
                while (in.nextMember()) {
                  if (in.member().equals("v")) {
                    found = value.decode(in);
                  } else {
                    in.skip();
                  }
                }
              }
              return found;
            });
  }

  private static <T> void assertSerialization(String message, String json, Call.Decoder<T> value) {
    ServiceException e = assertThrows(ServiceException.class, () -> member(json, value), json);
    assertEquals(ErrorType.SERIALIZATION, e.type());
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }

  @Test
  void unknownMembersAreIgnoredWhateverTheyHold() {
    assertEquals(
        "x", member("{\"a\":{\"v\":1,\"b\":[{}]},\"v\":\"x\",\"c\":[1,[2]]}", JsonReader::string));
  }

  @Test
  void nullEqualsAbsence() {
    assertNull(member("{\"v\":null}", JsonReader::string));
    assertNull(member("{\"v\":null}", JsonReader::integer));
    assertNull(member("{\"v\":null}", JsonReader::longInteger));
    assertNull(member("{\"v\":null}", JsonReader::bool));
    assertNull(member("{\"v\":null}", JsonReader::timestamp));
    assertNull(member("{\"v\":null}", in -> in.list(JsonReader::string)));
    assertNull(member("null", JsonReader::string));
  }

  @Test
  void valuesAreRead() {
    assertEquals(Long.MIN_VALUE, member("{\"v\":-9223372036854775808}", JsonReader::longInteger));
    assertEquals(7, member("{\"v\":7}", JsonReader::integer));
    assertEquals(1.5, member("{\"v\":15e-1}", JsonReader::decimal));
    assertEquals(true, member("{\"v\":true}", JsonReader::bool));
    List<String> expected = new ArrayList<>(List.of("a"));
    expected.add(null);
    assertEquals(expected, member("{\"v\":[\"a\",null]}", in -> in.list(JsonReader::string)));
  }

  @Test
  void timestampsAreReadInEverySpelling() {
    Instant expected = Instant.parse("2026-01-01T00:00:00.500Z");
    for (String text :
        List.of("1767225600.5", "1767225600.500", "1.7672256005E9", "17672256005e-1")) {
      assertEquals(expected, member("{\"v\":" + text + "}", JsonReader::timestamp), text);
    }
    assertEquals(
        Instant.parse("1969-12-31T23:59:59.999999999Z"),
        member("{\"v\":-0.0000000011}", JsonReader::timestamp).plusNanos(1));
    assertEquals(Instant.EPOCH, member("{\"v\":1e-999999999}", JsonReader::timestamp));
    assertSerialization("Timestamp", "{\"v\":1e999999999}", JsonReader::timestamp);
    assertSerialization("Timestamp", "{\"v\":253402300800}", JsonReader::timestamp);
  }

  @Test
  void wrongTypesAreNamed() {
    assertSerialization(
        "NUMBER_VALUE can not be converted to a String", "{\"v\":1}", JsonReader::string);
    assertSerialization(
        "STRING_VALUE can not be converted to a Integer", "{\"v\":\"1\"}", JsonReader::integer);
    assertSerialization("converted to a Long", "{\"v\":1.0}", JsonReader::longInteger);
    assertSerialization(
        "out of the range of a Long", "{\"v\":9223372036854775808}", JsonReader::longInteger);
    assertSerialization(
        "out of the range of an Integer", "{\"v\":2147483648}", JsonReader::integer);
    assertSerialization("converted to a Boolean", "{\"v\":\"true\"}", JsonReader::bool);
    assertSerialization("converted to a List", "{\"v\":{}}", in -> in.list(JsonReader::string));
    assertSerialization("converted to a Structure", "[]", JsonReader::string);
  }

  @Test
  void brokenDocumentsAreRefused() {
    for (String json :
        List.of(
            "{",
            "{\"v\"",
            "{\"v\":}",
            "{v:1}",
            "{\"v\":\"x\"",
            "{} {}",
            "x",
            " ",
            "{\"v\":\"\\u00\"}",
            "{\"v\":\"\n\"}")) {
      assertSerialization("", json, JsonReader::string);
    }
  }

  @Test
  void limitsHold() {
    assertSerialization(
        "exceeds a limit",
        "{\"v\":" + "[".repeat(40) + "]".repeat(40) + "}",
        in -> {
          in.skip();
          return null;
        });
    assertSerialization(
        "exceeds a limit", "{\"v\":\"" + "x".repeat(1 << 21) + "\"}", JsonReader::string);
    assertSerialization("exceeds a limit", "{\"" + "x".repeat(2000) + "\":1}", JsonReader::string);
    assertSerialization(
        "exceeds a limit", "{\"v\":" + "1".repeat(200) + "}", JsonReader::longInteger);
  }
}
