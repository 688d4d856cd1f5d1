package io.lodestone.server.protocol;

import io.lodestone.server.auth.UnverifiedAccess;
import io.lodestone.server.http.HttpHeaders;
import io.lodestone.server.http.HttpRequest;
import io.lodestone.server.http.HttpResponse;
import io.lodestone.server.log.EventLog;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/**
 * The protocol with one operation, "Act", of Timestream and one of DynamoDB; no sockets, no
 * signatures.
 */
final class ProtocolFixture {
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final AwsJsonProtocol protocol;

  ProtocolFixture(Function<Call, Reply> act) {
    Operation operation =
        new Operation() {
          @Override
          public String name() {
            return "Act";
          }

          @Override
          public Reply handle(Call call) {
            return act.apply(call);
          }
        };
    protocol =
        new AwsJsonProtocol(
            OperationTable.builder()
                .add(OperationTable.Service.TIMESTREAM, List.of(operation))
                .add(OperationTable.Service.DYNAMODB, List.of(operation))
                .build(),
            new UnverifiedAccess(),
            new RequestIds(1),
            new EventLog(new PrintStream(log, true, StandardCharsets.UTF_8), () -> Instant.EPOCH),
            1_000);
  }

  HttpResponse send(String target, String body, HttpHeaders.Line... more) {
    return send(target, body.getBytes(StandardCharsets.UTF_8), more);
  }

  HttpResponse send(String target, byte[] body, HttpHeaders.Line... more) {
    List<HttpHeaders.Line> lines = new java.util.ArrayList<>(List.of(more));
    lines.add(new HttpHeaders.Line("x-amz-TARGET", target));
    return protocol.handle(new HttpRequest("POST", "/", new HttpHeaders(lines), body));
  }

  HttpResponse timestream(String body) {
    return send("Timestream_20181101.Act", body);
  }

  HttpResponse dynamoDb(String body) {
    return send("DynamoDB_20120810.Act", body);
  }

  String log() {
    return log.toString(StandardCharsets.UTF_8);
  }
}
