package io.lodestone.server.timestream.write;

import io.lodestone.engine.Engine;
import io.lodestone.server.auth.Authenticator;
import io.lodestone.server.auth.UnverifiedAccess;
import io.lodestone.server.http.HttpHeaders;
import io.lodestone.server.http.HttpRequest;
import io.lodestone.server.http.HttpResponse;
import io.lodestone.server.log.EventLog;
import io.lodestone.server.objects.LocalObjectStore;
import io.lodestone.server.protocol.AwsJsonProtocol;
import io.lodestone.server.protocol.OperationTable;
import io.lodestone.server.protocol.PageTokens;
import io.lodestone.server.protocol.RequestIds;
import io.lodestone.storage.Directory;
import io.lodestone.testkit.files.CrashableDirectory;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The write service behind its protocol, without a socket: a body goes in, an answer comes out. */
final class Service {
  /** Of a stream that a tag switches on. */
  static final int SHARDS = 2;

  private final AwsJsonProtocol protocol;

  Service(Engine engine) {
    this(engine, new CrashableDirectory(), false);
  }

  /**
   * @param data gets the objects that are written
   * @param rejectsReportedOnly whether what stands in a report is left out of the answer
   */
  Service(Engine engine, Directory data, boolean rejectsReportedOnly) {
    this(engine, data, rejectsReportedOnly, new UnverifiedAccess(), PrintStream.nullOutputStream());
  }

  /**
   * @param log where the audit goes
   */
  Service(Engine engine, Authenticator callers, OutputStream log) {
    this(engine, new CrashableDirectory(), false, callers, log);
  }

  private Service(
      Engine engine,
      Directory data,
      boolean rejectsReportedOnly,
      Authenticator callers,
      OutputStream out) {
    EventLog log = new EventLog(new PrintStream(out), InstantSource.system());
    RejectReports reports =
        new RejectReports(
            new LocalObjectStore(data),
            new RequestIds(1),
            InstantSource.fixed(StoredPoints.NOW),
            log,
            rejectsReportedOnly);
    this.protocol =
        new AwsJsonProtocol(
            OperationTable.builder()
                .add(
                    OperationTable.Service.TIMESTREAM,
                    WriteOperations.of(
                        engine,
                        WriteLimits.DEFAULT,
                        Optional.empty(),
                        new PageTokens(new byte[32]),
                        reports,
                        ScheduledQueryTags.NONE,
                        SHARDS))
                .build(),
            callers,
            new RequestIds(1),
            log,
            1 << 20);
  }

  /**
   * @param body single quotes stand for double ones
   * @param headers names and values in turn, besides the target
   */
  HttpResponse call(String operation, String body, String... headers) {
    List<HttpHeaders.Line> lines = new ArrayList<>();
    lines.add(new HttpHeaders.Line("X-Amz-Target", "Timestream_20181101." + operation));
    lines.add(
        new HttpHeaders.Line(
            "Authorization",
            "AWS4-HMAC-SHA256 Credential=AKID/20260101/eu-west-1/timestream/aws4_request,"
                + " SignedHeaders=host, Signature=0"));
    for (int i = 0; i < headers.length; i += 2) {
      lines.add(new HttpHeaders.Line(headers[i], headers[i + 1]));
    }
    return protocol.handle(
        new HttpRequest(
            "POST",
            "/",
            new HttpHeaders(lines),
            Requests.quoted(body).getBytes(StandardCharsets.UTF_8)));
  }

  /** The answer's text, with single quotes in place of double ones; for calls that succeed. */
  String success(String operation, String body, String... headers) {
    HttpResponse response = call(operation, body, headers);
    if (response.status() != 200) {
      throw new AssertionError(
          operation + " answered " + response.status() + ": " + response.text());
    }
    return response.text().replace('"', '\'');
  }

  /**
   * Status and text of an answer, with single quotes in place of double ones; for calls that fail.
   */
  String failure(String operation, String body, String... headers) {
    HttpResponse response = call(operation, body, headers);
    return response.status()
        + " "
        + response.text().replace('"', '\'').replace("com.amazonaws.timestream.v20181101#", "");
  }
}
