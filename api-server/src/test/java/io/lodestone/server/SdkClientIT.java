package io.lodestone.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.server.auth.Credentials;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.timestreamwrite.TimestreamWriteClient;
import software.amazon.awssdk.services.timestreamwrite.model.ServiceQuotaExceededException;
import software.amazon.awssdk.services.timestreamwrite.model.Tag;
import software.amazon.awssdk.services.timestreamwrite.model.ThrottlingException;
import software.amazon.awssdk.services.timestreamwrite.model.TimestreamWriteException;
import software.amazon.awssdk.services.timestreamwrite.model.ValidationException;

/**
 * An unmodified AWS client at the door: its signature, its errors, and access without signatures.
 */
class SdkClientIT {
  @TempDir private Path folder;

  private final ProcessFixture fixture = new ProcessFixture();

  private RunningServer start(String auth) throws Exception {
    return start(Map.of("data.dir", folder.toString(), "port", "0", "auth", auth));
  }

  private RunningServer start(Map<String, String> flags) throws Exception {
    Configuration configuration = Configuration.resolve(flags, Map.of());
    return new Wiring(fixture.process(), fixture::openEngine)
        .start(ServerOptions.of(configuration));
  }

  private Credentials key() throws Exception {
    return key(folder);
  }

  private static Credentials key(Path data) throws Exception {
    return new ProcessFixture().accessKeys(data).first().credentials();
  }

  /** The key that a server on this data directory has made. */
  static AwsCredentialsProvider credentials(Path data) throws Exception {
    Credentials key = key(data);
    return StaticCredentialsProvider.create(
        AwsBasicCredentials.create(key.accessKeyId(), key.secret()));
  }

  private static TimestreamWriteClient client(RunningServer server, String id, String secret) {
    return TimestreamWriteClient.builder()
        .endpointOverride(URI.create(server.url()))
        .region(Region.EU_CENTRAL_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(id, secret)))
        .overrideConfiguration(c -> c.retryStrategy(AwsRetryStrategy.doNotRetry()))
        .httpClient(UrlConnectionHttpClient.create())
        .build();
  }

  @Test
  void keyOfTheServerIsLetIn() throws Exception {
    try (RunningServer server = start("on");
        TimestreamWriteClient client = client(server, key().accessKeyId(), key().secret())) {
      assertEquals(1, client.describeEndpoints(b -> {}).endpoints().size());
      ValidationException e =
          assertThrows(
              ValidationException.class, () -> client.createDatabase(b -> b.databaseName("a b")));
      assertTrue(e.getMessage().contains("databaseName"), e.getMessage());
      assertEquals(26, e.requestId().length());
    }
  }

  @Test
  void otherKeysAreRefusedByName() throws Exception {
    try (RunningServer server = start("on");
        TimestreamWriteClient wrong = client(server, key().accessKeyId(), "wrong");
        TimestreamWriteClient unknown = client(server, "LDSNSTRANGER", key().secret())) {
      assertEquals("InvalidSignatureException", refusal(wrong));
      assertEquals("UnrecognizedClientException", refusal(unknown));
    }
  }

  @Test
  void whoCalledIsWrittenToAFileOfItsOwn() throws Exception {
    Path audit = folder.resolve("audit.log");
    try (RunningServer server =
            start(
                Map.of(
                    "data.dir", folder.toString(), "port", "0", "audit.file", audit.toString()));
        TimestreamWriteClient client = client(server, key().accessKeyId(), key().secret());
        TimestreamWriteClient unknown = client(server, "LDSNSTRANGER", key().secret())) {
      client.describeEndpoints(b -> {});
      refusal(unknown);
    }
    String lines = Files.readString(audit);
    assertEquals(2, lines.lines().count(), lines);
    assertTrue(
        lines.contains("action=timestream:DescribeEndpoints resource=\"*\" outcome=ok"), lines);
    assertTrue(lines.contains("claimed=LDSNSTRANGER"), lines);
    assertFalse(fixture.err().contains("event=audit"), fixture.err());
  }

  @Test
  void everyKeyIsLetInWithoutAuthentication() throws Exception {
    try (RunningServer server = start("off");
        TimestreamWriteClient client = client(server, "anybody", "anything")) {
      assertEquals(1, client.describeEndpoints(b -> {}).endpoints().size());
    }
  }

  @Test
  void quotasAndRatesOfAnAccountAreNamed() throws Exception {
    try (RunningServer server =
            start(Map.of("data.dir", folder.toString(), "port", "0", "account.rates", "on"));
        TimestreamWriteClient client = client(server, key().accessKeyId(), key().secret())) {
      String arn = client.createDatabase(b -> b.databaseName("plant")).database().arn();
      List<Tag> tags =
          IntStream.range(0, 200)
              .mapToObj(i -> Tag.builder().key("k" + i).value("v").build())
              .toList();
      client.tagResource(b -> b.resourceARN(arn).tags(Tag.builder().key("one").value("").build()));
      ServiceQuotaExceededException quota =
          assertThrows(
              ServiceQuotaExceededException.class,
              () -> client.tagResource(b -> b.resourceARN(arn).tags(tags)));
      assertEquals(402, quota.statusCode());
      ThrottlingException throttled =
          assertThrows(
              ThrottlingException.class,
              () -> {
                for (int i = 0; i < 1_000; i++) {
                  client.describeDatabase(b -> b.databaseName("plant"));
                }
              });
      assertEquals(429, throttled.statusCode());
    }
  }

  private static String refusal(TimestreamWriteClient client) {
    TimestreamWriteException e =
        assertThrows(TimestreamWriteException.class, () -> client.describeEndpoints(b -> {}));
    assertEquals(400, e.statusCode());
    return e.awsErrorDetails().errorCode();
  }
}
