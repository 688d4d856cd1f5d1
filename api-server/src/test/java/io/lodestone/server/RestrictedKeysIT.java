package io.lodestone.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.server.auth.AccessKey;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.timestreamquery.TimestreamQueryClient;
import software.amazon.awssdk.services.timestreamwrite.TimestreamWriteClient;
import software.amazon.awssdk.services.timestreamwrite.model.Dimension;
import software.amazon.awssdk.services.timestreamwrite.model.Record;

/**
 * Access keys that are made, restricted, rotated and deleted by the command line while a server
 * runs, as unmodified clients meet them.
 */
class RestrictedKeysIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final String READER =
      """
      {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": ["timestream:DescribeEndpoints", "timestream:SelectValues"],
         "Resource": "*"},
        {"Effect": "Allow", "Action": "timestream:Select",
         "Resource": "arn:aws:timestream:*:*:database/plant/table/open*"}]}
      """;

  private static final String UNLOADER =
      """
      {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": ["timestream:DescribeEndpoints", "timestream:SelectValues"],
         "Resource": "*"},
        {"Effect": "Allow", "Action": ["timestream:Select", "timestream:Unload"],
         "Resource": "arn:aws:timestream:*:*:database/plant/table/open*"},
        {"Effect": "Allow", "Action": ["s3:PutObject", "s3:GetBucketAcl"],
         "Resource": ["arn:aws:s3:::exports", "arn:aws:s3:::exports/day/*"]}]}
      """;

  @TempDir private Path folder;

  private final ProcessFixture fixture = new ProcessFixture();
  private RunningServer server;

  @BeforeEach
  void start() throws Exception {
    Configuration configuration =
        Configuration.resolve(
            Map.of("data.dir", folder.resolve("data").toString(), "port", "0"), Map.of());
    server =
        new Wiring(fixture.process(), fixture::openEngine).start(ServerOptions.of(configuration));
    try (TimestreamWriteClient first = write(first().credentials())) {
      first.createDatabase(b -> b.databaseName("plant"));
      for (String table : new String[] {"open", "closed"}) {
        first.createTable(b -> b.databaseName("plant").tableName(table));
        point(first, table);
      }
    }
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static void point(TimestreamWriteClient client, String table) {
    Record point =
        Record.builder()
            .dimensions(Dimension.builder().name("line").value("one").build())
            .measureName("speed")
            .measureValue("1.5")
            .time(Long.toString(Instant.now().toEpochMilli()))
            .build();
    client.writeRecords(b -> b.databaseName("plant").tableName(table).records(point));
  }

  // ---- keys

  private AccessKey first() throws Exception {
    return fixture.accessKeys(folder.resolve("data")).first();
  }

  /** Runs {@code keys}; the key that it prints, if it prints one. */
  private AwsCredentials keys(String... args) {
    ProcessFixture verb = new ProcessFixture();
    String[] all = new String[args.length + 2];
    all[0] = "keys";
    System.arraycopy(args, 0, all, 1, args.length);
    all[all.length - 1] = "--data-dir=" + folder.resolve("data");
    assertEquals(0, verb.run(all), verb.err());
    Map<String, String> printed = new java.util.HashMap<>();
    for (String line : verb.out().lines().filter(l -> l.length() > 19).toList()) {
      printed.put(line.substring(0, 19).strip(), line.substring(19).strip());
    }
    String id = printed.getOrDefault("access key id", "none");
    String secret = printed.getOrDefault("secret access key", "none");
    return printed.containsKey("session token")
        ? AwsSessionCredentials.create(id, secret, printed.get("session token"))
        : AwsBasicCredentials.create(id, secret);
  }

  private String reader() throws Exception {
    return Files.writeString(folder.resolve("reader.json"), READER).toString();
  }

  // ---- clients

  private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(
      B builder, AwsCredentials credentials) {
    return builder
        .endpointOverride(URI.create(server.url()))
        .region(Region.EU_WEST_1)
        .credentialsProvider(StaticCredentialsProvider.create(credentials))
        .overrideConfiguration(c -> c.retryStrategy(AwsRetryStrategy.doNotRetry()))
        .httpClient(UrlConnectionHttpClient.create())
        .build();
  }

  private TimestreamWriteClient write(io.lodestone.server.auth.Credentials key) {
    return write(AwsBasicCredentials.create(key.accessKeyId(), key.secret()));
  }

  private TimestreamWriteClient write(AwsCredentials credentials) {
    return client(TimestreamWriteClient.builder(), credentials);
  }

  private TimestreamQueryClient query(AwsCredentials credentials) {
    return client(TimestreamQueryClient.builder(), credentials);
  }

  /** The name of the error of a call, or "none". */
  private static String error(Runnable call) {
    try {
      call.run();
      return "none";
    } catch (AwsServiceException e) {
      return e.awsErrorDetails().errorCode();
    }
  }

  /** What the command line does is taken over soon, not at once. */
  private static void awaitError(String expected, Runnable call) {
    await(() -> error(call).equals(expected));
    assertEquals(expected, error(call));
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
  }

  // ---- tests

  @Test
  void readerReadsItsTablesAndNothingElse() throws Exception {
    AwsCredentials reader = keys("create", "--user=grafana", "--policy=" + reader());
    try (TimestreamQueryClient query = query(reader);
        TimestreamWriteClient write = write(reader)) {
      awaitError("none", () -> query.query(b -> b.queryString("SELECT 1")));
      assertEquals(
          1, query.query(b -> b.queryString("SELECT count(*) FROM plant.open")).rows().size());
      assertEquals(1, write.describeEndpoints(b -> {}).endpoints().size());

      AwsServiceException denied =
          assertThrows(AwsServiceException.class, () -> point(write, "open"));
      assertEquals("AccessDeniedException", denied.awsErrorDetails().errorCode());
      assertEquals(403, denied.statusCode());
      assertTrue(
          denied
              .getMessage()
              .contains(
                  "User: arn:aws:iam::000000000000:user/grafana is not authorized to perform:"
                      + " timestream:WriteRecords on resource:"
                      + " arn:aws:timestream:eu-west-1:000000000000:database/plant/table/open"),
          denied.getMessage());
      for (String statement :
          new String[] {
            "SELECT * FROM plant.closed",
            "SELECT * FROM plant.open WHERE EXISTS (SELECT 1 FROM plant.closed)",
            "SELECT * FROM plant.open UNION ALL SELECT * FROM plant.closed",
            "WITH c AS (SELECT * FROM plant.closed) SELECT 1 FROM c",
            "DESCRIBE plant.closed",
            "EXPLAIN SELECT * FROM plant.closed",
            "SHOW TABLES FROM plant",
            "SHOW DATABASES",
            "SELECT * FROM elsewhere.closed"
          }) {
        assertEquals(
            "AccessDeniedException",
            error(() -> query.query(b -> b.queryString(statement))),
            statement);
      }
      assertTrue(fixture.err().contains("event=audit"), fixture.err());
    }
  }

  @Test
  void unloadNeedsTheRightToItsTablesAndToItsFolder() throws Exception {
    AwsCredentials key = keys("create", "--policy=" + reader());
    try (TimestreamQueryClient query = query(key)) {
      String open = "UNLOAD (SELECT * FROM plant.open) TO 's3://exports/day'";
      awaitError("none", () -> query.query(b -> b.queryString("SELECT 1")));
      AwsServiceException denied =
          assertThrows(AwsServiceException.class, () -> query.query(b -> b.queryString(open)));
      assertTrue(
          denied.getMessage().contains("is not authorized to perform: timestream:Unload"),
          denied.getMessage());

      Files.writeString(folder.resolve("unloader.json"), UNLOADER);
      keys("policy", key.accessKeyId(), "--file=" + folder.resolve("unloader.json"));
      awaitError("none", () -> query.query(b -> b.queryString(open)));
      for (String statement :
          new String[] {
            "UNLOAD (SELECT * FROM plant.closed) TO 's3://exports/day'",
            "UNLOAD (SELECT * FROM plant.open) TO 's3://exports/night'",
            "UNLOAD (SELECT * FROM plant.open) TO 's3://exports'",
            "UNLOAD (SELECT * FROM plant.open) TO 's3://elsewhere/day'"
          }) {
        assertEquals(
            "AccessDeniedException",
            error(() -> query.query(b -> b.queryString(statement))),
            statement);
      }
    }
  }

  @Test
  void policyDeletionAndRotationTakeEffectWhileTheServerRuns() throws Exception {
    AwsCredentials key = keys("create");
    try (TimestreamWriteClient client = write(key)) {
      awaitError("none", () -> client.listDatabases(b -> {}));
      keys("policy", key.accessKeyId(), "--file=" + reader());
      awaitError("AccessDeniedException", () -> client.listDatabases(b -> {}));
      keys("policy", key.accessKeyId(), "--remove");
      awaitError("none", () -> client.listDatabases(b -> {}));

      AwsCredentials next = keys("rotate", key.accessKeyId(), "--grace=1ms");
      awaitError("UnrecognizedClientException", () -> client.listDatabases(b -> {}));
      try (TimestreamWriteClient rotated = write(next)) {
        awaitError("none", () -> rotated.listDatabases(b -> {}));
        keys("delete", next.accessKeyId());
        awaitError("UnrecognizedClientException", () -> rotated.listDatabases(b -> {}));
      }
    }
  }

  @Test
  void temporaryKeyWorksWithItsToken() {
    AwsCredentials key = keys("create", "--lifetime=1h");
    try (TimestreamWriteClient client = write(key);
        TimestreamWriteClient without =
            write(AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey()))) {
      awaitError("none", () -> client.listDatabases(b -> {}));
      awaitError("UnrecognizedClientException", () -> without.listDatabases(b -> {}));
    }
  }
}
