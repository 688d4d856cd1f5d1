package io.lodestone.server.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.model.ConflictException;
import io.lodestone.model.CorruptionException;
import io.lodestone.model.InvalidRequestException;
import io.lodestone.model.NotFoundException;
import io.lodestone.model.ResourceException;
import io.lodestone.server.http.HttpHeaders;
import io.lodestone.server.http.HttpResponse;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** From request to answer, and what each failure on the way looks like to a client. */
class AwsJsonProtocolTest {
  private static HttpResponse fail(RuntimeException failure) {
    return new ProtocolFixture(
            call -> {
              throw failure;
            })
        .timestream("{}");
  }

  private static void assertError(int status, String type, HttpResponse response) {
    assertEquals(status, response.status(), response.text());
    assertTrue(
        response
            .text()
            .startsWith(
                "{\"__type\":\"com.amazonaws.timestream.v20181101#" + type + "\",\"Message\":"),
        response.text());
    assertEquals(
        "application/x-amz-json-1.0", response.headers().first("content-type").orElseThrow());
    assertEquals(26, response.headers().first("x-amzn-requestid").orElseThrow().length());
  }

  @Test
  void answerIsWhatTheOperationWrites() {
    HttpResponse response =
        new ProtocolFixture(
                call ->
                    out ->
                        out.writeStringField(
                            "Body", new String(call.body(), StandardCharsets.UTF_8)))
            .timestream("{\"a\":1}");
    assertEquals(200, response.status());
    assertEquals("{\"Body\":\"{\\\"a\\\":1}\"}", response.text());
    assertEquals(
        "application/x-amz-json-1.0", response.headers().first("content-type").orElseThrow());
  }

  @Test
  void requestIdOfTheCallIsThatOfTheAnswer() {
    HttpResponse response =
        new ProtocolFixture(call -> out -> out.writeStringField("Id", call.requestId()))
            .timestream("{}");
    String id = response.headers().first("x-amzn-RequestId").orElseThrow();
    assertEquals("{\"Id\":\"" + id + "\"}", response.text());
    assertTrue(id.matches("[A-Z2-7]{26}"), id);
  }

  @Test
  void emptyBodyIsAnEmptyObject() {
    ProtocolFixture fixture =
        new ProtocolFixture(
            call ->
                call.read(
                    in -> {
                      assertTrue(in.beginObject());
                      assertFalse(in.nextMember());
                      return Reply.EMPTY;
                    }));
    assertEquals("{}", fixture.timestream("").text());
  }

  @Test
  void unknownTargetsAreRefused() {
    ProtocolFixture fixture = new ProtocolFixture(call -> Reply.EMPTY);
    assertError(400, "UnknownOperationException", fixture.send("Timestream_20181101.act", "{}"));
    assertTrue(
        fixture
            .send("DynamoDB_20120810.Nothing", "{}")
            .text()
            .contains("v20120810#UnknownOperation"));
    for (String target : List.of("", "Act", "Nothing.Act", ".", "Timestream_20181101")) {
      HttpResponse response = fixture.send(target, "{}");
      assertEquals(400, response.status());
      assertTrue(response.text().contains("UnknownOperationException"), response.text());
    }
  }

  @Test
  void engineFailuresAreTranslated() {
    assertError(400, "ValidationException", fail(new InvalidRequestException("x")));
    assertError(404, "ResourceNotFoundException", fail(new NotFoundException("x")));
    assertError(409, "ConflictException", fail(new ConflictException("x")));
    assertError(429, "ThrottlingException", fail(new ResourceException("x")));
    assertError(500, "InternalServerException", fail(new CorruptionException("x")));
    assertError(
        404,
        "ResourceNotFoundException",
        fail(new CompletionException(new NotFoundException("x"))));
  }

  @Test
  void dynamoDbSpellsItsErrorsInItsOwnWay() {
    ProtocolFixture fixture =
        new ProtocolFixture(
            call -> {
              throw new NotFoundException("gone");
            });
    HttpResponse response = fixture.dynamoDb("{}");
    assertEquals(400, response.status());
    assertEquals(
        "{\"__type\":\"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException\",\"message\":\"gone\"}",
        response.text());
  }

  @Test
  void bugIsAnsweredWithoutDetailsAndLogged() {
    ProtocolFixture fixture =
        new ProtocolFixture(
            call -> {
              throw new IllegalStateException("planted");
            });
    HttpResponse response = fixture.timestream("{}");
    assertError(500, "InternalServerException", response);
    assertFalse(response.text().contains("planted"));
    assertTrue(fixture.log().contains("planted"), fixture.log());
    assertTrue(fixture.log().contains(response.headers().first("x-amzn-requestid").orElseThrow()));
  }

  @Test
  void failureWhileWritingIsAnErrorAndNothingElse() {
    HttpResponse response =
        new ProtocolFixture(
                call ->
                    out -> {
                      out.writeStringField("Half", "way");
                      throw new ServiceException(ErrorType.THROTTLING, "later");
                    })
            .timestream("{}");
    assertError(429, "ThrottlingException", response);
    assertFalse(response.text().contains("Half"));
  }

  @Test
  void errorMayCarryMembers() {
    HttpResponse response =
        fail(
            new ServiceException(
                ErrorType.REJECTED_RECORDS, "some", out -> out.writeNumberField("Index", 3)));
    assertError(419, "RejectedRecordsException", response);
    assertTrue(response.text().endsWith("\"Message\":\"some\",\"Index\":3}"), response.text());
  }

  @Test
  void errorThatTheServiceDoesNotHaveIsABug() {
    assertError(
        500,
        "InternalServerException",
        fail(new ServiceException(ErrorType.EXPIRED_ITERATOR, "x")));
  }

  @Test
  void compressedBodiesAreInflatedWithinTheirLimit() throws Exception {
    ProtocolFixture fixture =
        new ProtocolFixture(call -> out -> out.writeNumberField("Length", call.body().length));
    HttpHeaders.Line gzip = new HttpHeaders.Line("Content-Encoding", "gzip");
    String target = "Timestream_20181101.Act";
    assertEquals("{\"Length\":1000}", fixture.send(target, gzip(1_000), gzip).text());
    assertError(413, "RequestEntityTooLarge", fixture.send(target, gzip(1_001), gzip));
    assertError(413, "RequestEntityTooLarge", fixture.send(target, gzip(50_000_000), gzip));
    assertError(400, "SerializationException", fixture.send(target, "no gzip", gzip));
    assertError(
        400,
        "SerializationException",
        fixture.send(target, "x", new HttpHeaders.Line("Content-Encoding", "br")));
  }

  @Test
  void twoOperationsOfOneNameAreRefused() {
    Operation operation =
        new Operation() {
          @Override
          public String name() {
            return "Act";
          }

          @Override
          public Reply handle(Call call) {
            return Reply.EMPTY;
          }
        };
    assertThrows(
        IllegalArgumentException.class,
        () ->
            OperationTable.builder()
                .add(OperationTable.Service.TIMESTREAM, List.of(operation, operation)));
  }

  @Test
  void timestampsArePlainDecimalsWithMilliseconds() {
    HttpResponse response =
        new ProtocolFixture(
                call ->
                    out -> {
                      EpochSeconds.write(out, "A", Instant.parse("2026-01-01T00:00:00.123456Z"));
                      EpochSeconds.write(out, "B", Instant.EPOCH);
                    })
            .timestream("{}");
    assertEquals("{\"A\":1767225600.123,\"B\":0.000}", response.text());
  }

  private static byte[] gzip(int zeros) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(new byte[zeros]);
    }
    return bytes.toByteArray();
  }
}
