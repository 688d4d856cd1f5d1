package io.lodestone.kcl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/**
 * The Kinesis Client Library reads a table's changes through AWS's adapter for DynamoDB Streams:
 * two workers, shards that are followed by their children every few seconds, a server that is
 * killed and started again in between, and a worker that leaves. Every change arrives, and those of
 * a series in order.
 */
class KinesisClientLibraryIT {
  private static final int SHARDS = 4;
  private static final String SHARD_AGE = "15s";
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final long ROUND_MILLIS = 100;

  /** Of writing the last round. */
  private static final int TRIES = 10;

  @TempDir private Path folder;

  @Test
  void everyChangeArrivesOverRollsARestartAndAWorkerThatLeaves() throws Exception {
    Changes changes = new Changes();
    ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();
    try (LeaseTables leases = LeaseTables.start();
        Lodestone server =
            Lodestone.start(folder, "--feed-shards", "" + SHARDS, "--feed-shard-age", SHARD_AGE)) {
      AwsCredentialsProvider credentials = server.credentials();
      FeedWriter writer = new FeedWriter(server.url(), credentials);
      writer.createTable();
      String stream = switchStreamOn(server, credentials);
      try (DynamoDbStreamsClient streams =
              DynamoDbStreamsClient.builder()
                  .endpointOverride(server.url())
                  .region(Region.EU_CENTRAL_1)
                  .credentialsProvider(credentials)
                  .httpClient(UrlConnectionHttpClient.create())
                  .build();
          Worker _ = new Worker("worker-1", stream, streams, leases.client(), changes);
          Worker leaves = new Worker("worker-2", stream, streams, leases.client(), changes)) {
        ScheduledFuture<?> writing =
            pace.scheduleAtFixedRate(
                () -> writeRound(writer), 0, ROUND_MILLIS, TimeUnit.MILLISECONDS);

        await("both workers to read", () -> changes.byWorker().size() == 2, changes);
        await("shards to be followed", () -> changes.endedShards() >= 2 * SHARDS, changes);
        say("before the restart", writer, changes);
        server.kill();
        server.start();
        int before = changes.endedShards();
        await(
            "shards to be followed after the restart",
            () -> changes.endedShards() >= before + 2 * SHARDS,
            changes);
        leaves.leave();
        int alone = changes.endedShards();
        await(
            "shards to be followed by the worker that stayed",
            () -> changes.endedShards() >= alone + SHARDS,
            changes);
        assertTrue(!writing.isDone(), "writing has failed");
        writing.cancel(false);
        pace.shutdown();
        assertTrue(pace.awaitTermination(30, TimeUnit.SECONDS));
        for (int i = 0; i < TRIES && writer.isUncertain(); i++) {
          writer.writeRound();
        }
        long written = (long) writer.rounds() * FeedWriter.SERIES;
        await("the last change", () -> changes.count() == written, changes);
      } finally {
        say("at the end", writer, changes);
        pace.shutdownNow();
      }
      assertEquals(List.of(), changes.faults());
      assertEquals(FeedWriter.SERIES, changes.seenUpTo().size());
      changes.seenUpTo().values().forEach(count -> assertEquals(writer.rounds(), count));
      assertTrue(writer.failures() > 0, "the restart was not noticed by the writer");
    }
  }

  private static String switchStreamOn(Lodestone server, AwsCredentialsProvider credentials) {
    try (DynamoDbClient tables =
        DynamoDbClient.builder()
            .endpointOverride(server.url())
            .region(Region.EU_CENTRAL_1)
            .credentialsProvider(credentials)
            .httpClient(UrlConnectionHttpClient.create())
            .build()) {
      return tables
          .updateTable(
              table ->
                  table
                      .tableName(FeedWriter.DATABASE + "." + FeedWriter.TABLE)
                      .streamSpecification(
                          s ->
                              s.streamEnabled(true)
                                  .streamViewType(StreamViewType.NEW_AND_OLD_IMAGES)))
          .tableDescription()
          .latestStreamArn();
    }
  }

  private static void writeRound(FeedWriter writer) {
    try {
      writer.writeRound();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void await(String what, BooleanSupplier condition, Changes changes)
      throws InterruptedException {
    boolean holds = changes.await(condition, PATIENCE);
    assertEquals(List.of(), changes.faults());
    assertTrue(holds, "waited in vain for " + what + ": " + changes);
  }

  private static void say(String when, FeedWriter writer, Changes changes) {
    System.out.println(
        when
            + ": written "
            + (long) writer.rounds() * FeedWriter.SERIES
            + " changes; requests sent again "
            + writer.failures()
            + "; seen "
            + changes);
  }
}
