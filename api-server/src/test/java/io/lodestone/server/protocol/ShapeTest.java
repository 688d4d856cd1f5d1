package io.lodestone.server.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Violations in the words of AWS. */
class ShapeTest {
  private record Inner(String key) {}

  private record Request(String databaseName, Integer maxResults, String mode, List<Inner> tags) {}

  private static final Shape<Inner> INNER =
      Shape.<Inner>named("Tag").required("Key", Inner::key, Rule.text(1, 4)).build();

  private static final Shape<Request> REQUEST =
      Shape.<Request>named("Request")
          .required("DatabaseName", Request::databaseName, Rule.text(3, 8).matching("[a-z]+"))
          .optional("MaxResults", Request::maxResults, Rule.range(1, 20))
          .optional("Mode", Request::mode, Rule.oneOf("ON", "OFF"))
          .optional("Tags", Request::tags, Rule.list(1, 2, Rule.structure(INNER)))
          .build();

  private static void assertViolation(String message, Request request) {
    ServiceException e = assertThrows(ServiceException.class, () -> REQUEST.validate(request));
    assertEquals(ErrorType.VALIDATION, e.type());
    assertEquals(message, e.getMessage());
  }

  @Test
  void legalRequestIsHandedBack() {
    Request request = new Request("abc", 20, "OFF", List.of(new Inner("k")));
    assertSame(request, REQUEST.validate(request));
    REQUEST.validate(new Request("abcdefgh", null, null, null));
  }

  @Test
  void eachConstraintHasItsSentence() {
    assertViolation(
        "1 validation error detected: Value null at 'databaseName' failed to satisfy constraint:"
            + " Member must not be null",
        new Request(null, null, null, null));
    assertViolation(
        "1 validation error detected: Value 'ab' at 'databaseName' failed to satisfy constraint:"
            + " Member must have length greater than or equal to 3",
        new Request("ab", null, null, null));
    assertViolation(
        "1 validation error detected: Value 'a c' at 'databaseName' failed to satisfy constraint:"
            + " Member must satisfy regular expression pattern: [a-z]+",
        new Request("a c", null, null, null));
    assertViolation(
        "1 validation error detected: Value '0' at 'maxResults' failed to satisfy constraint:"
            + " Member must have value greater than or equal to 1",
        new Request("abc", 0, null, null));
    assertViolation(
        "1 validation error detected: Value '21' at 'maxResults' failed to satisfy constraint:"
            + " Member must have value less than or equal to 20",
        new Request("abc", 21, null, null));
    assertViolation(
        "1 validation error detected: Value 'on' at 'mode' failed to satisfy constraint:"
            + " Member must satisfy enum value set: [ON, OFF]",
        new Request("abc", null, "on", null));
  }

  @Test
  void violationsInListsNameTheirPlace() {
    assertViolation(
        "2 validation errors detected: Value 'abcde' at 'tags.1.member.key' failed to satisfy"
            + " constraint: Member must have length less than or equal to 4; Value null at"
            + " 'tags.2.member.key' failed to satisfy constraint: Member must not be null",
        new Request("abc", null, null, List.of(new Inner("abcde"), new Inner(null))));
    List<Inner> withNull = new ArrayList<>(Collections.singletonList(null));
    assertViolation(
        "1 validation error detected: Value null at 'tags.1.member' failed to satisfy constraint:"
            + " Member must not be null",
        new Request("abc", null, null, withNull));
  }

  @Test
  void longValuesAreCut() {
    ServiceException e =
        assertThrows(
            ServiceException.class,
            () -> REQUEST.validate(new Request("x".repeat(100_000), null, null, null)));
    assertEquals(true, e.getMessage().length() < 500, e.getMessage());
  }
}
