package io.lodestone.server.timestream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.timestreamwrite.TimestreamWriteClient;
import software.amazon.awssdk.services.timestreamwrite.model.ConflictException;
import software.amazon.awssdk.services.timestreamwrite.model.Database;
import software.amazon.awssdk.services.timestreamwrite.model.PartitionKeyType;
import software.amazon.awssdk.services.timestreamwrite.model.ResourceNotFoundException;
import software.amazon.awssdk.services.timestreamwrite.model.Table;
import software.amazon.awssdk.services.timestreamwrite.model.TableStatus;
import software.amazon.awssdk.services.timestreamwrite.model.ValidationException;

/** Databases and tables through the AWS SDK for Java. */
class ResourcesIT {
  @TempDir private static Path folder;
  private static ServedProcess server;
  private static TimestreamWriteClient client;

  @BeforeAll
  static void start() throws Exception {
    server = ServedProcess.start(folder);
    client = server.writeClient();
  }

  @AfterAll
  static void stop() {
    client.close();
    server.close();
  }

  @Test
  void databaseLivesFromCreationToDeletion() {
    Instant before = Instant.now().minusSeconds(1);
    Database created = client.createDatabase(b -> b.databaseName("life")).database();

    assertEquals("arn:aws:timestream:eu-west-1:000000000000:database/life", created.arn());
    assertEquals(0, created.tableCount());
    assertTrue(created.creationTime().isAfter(before), created.toString());
    assertTrue(
        Duration.between(created.creationTime(), Instant.now()).compareTo(Duration.ofMinutes(1))
            < 0,
        created.toString());
    assertEquals(created, client.describeDatabase(b -> b.databaseName("life")).database());
    assertThrows(ConflictException.class, () -> client.createDatabase(b -> b.databaseName("life")));
    client.deleteDatabase(b -> b.databaseName("life"));
    assertThrows(
        ResourceNotFoundException.class,
        () -> client.describeDatabase(b -> b.databaseName("life")));
  }

  @Test
  void tableLivesFromCreationToDeletion() {
    client.createDatabase(b -> b.databaseName("tables"));
    Table created =
        client
            .createTable(
                b ->
                    b.databaseName("tables")
                        .tableName("cpu")
                        .retentionProperties(
                            r ->
                                r.memoryStoreRetentionPeriodInHours(24L)
                                    .magneticStoreRetentionPeriodInDays(365L))
                        .magneticStoreWriteProperties(m -> m.enableMagneticStoreWrites(true)))
            .table();

    assertEquals(TableStatus.ACTIVE, created.tableStatus());
    assertEquals(24L, created.retentionProperties().memoryStoreRetentionPeriodInHours());
    assertEquals(365L, created.retentionProperties().magneticStoreRetentionPeriodInDays());
    assertTrue(created.magneticStoreWriteProperties().enableMagneticStoreWrites());
    assertEquals(
        PartitionKeyType.MEASURE, created.schema().compositePartitionKey().getFirst().type());
    assertEquals(
        created, client.describeTable(b -> b.databaseName("tables").tableName("cpu")).table());
    assertThrows(
        ValidationException.class, () -> client.deleteDatabase(b -> b.databaseName("tables")));
    client.deleteTable(b -> b.databaseName("tables").tableName("cpu"));
    assertThrows(
        ResourceNotFoundException.class,
        () -> client.describeTable(b -> b.databaseName("tables").tableName("cpu")));
    client.deleteDatabase(b -> b.databaseName("tables"));
  }

  @Test
  void listsArePaged() {
    client.createDatabase(b -> b.databaseName("paged"));
    for (int i = 0; i < 7; i++) {
      String name = "table" + i;
      client.createTable(b -> b.databaseName("paged").tableName(name));
    }

    assertEquals(
        7,
        client.listTablesPaginator(b -> b.databaseName("paged").maxResults(3)).stream()
            .mapToInt(page -> page.tables().size())
            .sum());
    assertTrue(
        client.listDatabasesPaginator(b -> b.maxResults(1)).stream()
            .flatMap(page -> page.databases().stream())
            .anyMatch(database -> database.databaseName().equals("paged")));
  }
}
