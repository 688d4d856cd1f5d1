package io.lodestone.server.timestream.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.engine.catalog.StreamSpecification;
import io.lodestone.engine.catalog.StreamView;
import io.lodestone.model.TableRef;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Streams that are declared by a tag. */
class StreamTagTest {
  private static final String ARN =
      "'ResourceARN':'arn:aws:timestream:eu-west-1:000000000000:database/metrics/table/cpu'";

  private final StoredPoints stored = StoredPoints.none();
  private final Service service = new Service(stored.engine());

  @BeforeEach
  void createDatabase() {
    service.success("CreateDatabase", "{'DatabaseName':'metrics'}");
  }

  @AfterEach
  void close() {
    stored.close();
  }

  private static String create(String database, String table, String tags) {
    return "{'DatabaseName':'" + database + "','TableName':'" + table + "','Tags':[" + tags + "]}";
  }

  private static String tag(String value) {
    return "{'Key':'lodestone:stream','Value':'" + value + "'}";
  }

  private Optional<StreamSpecification> stream() {
    return stored.engine().catalog().requireTable(TableRef.of("metrics", "cpu")).stream();
  }

  private String tags() {
    return service.success("ListTagsForResource", "{" + ARN + "}");
  }

  @Test
  void aTableIsCreatedWithAStream() {
    service.success("CreateTable", create("metrics", "cpu", tag("OLD_IMAGE")));

    assertEquals(StreamView.OLD_IMAGE, stream().orElseThrow().view());
    assertEquals(Service.SHARDS, stream().orElseThrow().shards());
    assertEquals("{'Tags':[" + tag("OLD_IMAGE") + "]}", tags());
  }

  @Test
  void aTagBeginsAStreamOnceAndItsEndEndsIt() {
    service.success("CreateTable", create("metrics", "cpu", ""));
    service.success("TagResource", "{" + ARN + ",'Tags':[" + tag("KEYS_ONLY") + "]}");
    Optional<StreamSpecification> first = stream();
    assertEquals(StreamView.KEYS_ONLY, first.orElseThrow().view());

    service.success("TagResource", "{" + ARN + ",'Tags':[" + tag("KEYS_ONLY") + "]}");
    service.success("UntagResource", "{" + ARN + ",'TagKeys':['team']}");
    assertEquals(first, stream());

    service.success("UntagResource", "{" + ARN + ",'TagKeys':['lodestone:stream']}");
    assertEquals(Optional.empty(), stream());
    assertEquals("{'Tags':[]}", tags());

    service.success("TagResource", "{" + ARN + ",'Tags':[" + tag("NEW_IMAGE") + "]}");
    assertTrue(stream().orElseThrow().since().isAfter(first.orElseThrow().since()));
  }

  /** A stream that somebody has begun in DynamoDB's own API is not the tag's. */
  @Test
  void takingAwayATagThatIsNotThereEndsNothing() {
    service.success("CreateTable", create("metrics", "cpu", ""));
    stored.engine().startStream(TableRef.of("metrics", "cpu"), StreamView.NEW_IMAGE, 1);
    service.success("UntagResource", "{" + ARN + ",'TagKeys':['lodestone:stream']}");
    assertTrue(stream().isPresent());
  }

  @Test
  void aStreamKeepsItsView() {
    service.success("CreateTable", create("metrics", "cpu", tag("NEW_IMAGE")));

    String failure =
        service.failure("TagResource", "{" + ARN + ",'Tags':[" + tag("OLD_IMAGE") + "]}");

    assertTrue(failure.startsWith("400 {'__type':'ValidationException'"), failure);
    assertTrue(failure.contains("a stream keeps its view"), failure);
    assertEquals("{'Tags':[" + tag("NEW_IMAGE") + "]}", tags());
  }

  @Test
  void slipsOfThePenAreRefusedAndChangeNothing() {
    String value = service.failure("CreateTable", create("metrics", "cpu", tag("new_image")));
    assertTrue(value.startsWith("400 {'__type':'ValidationException'"), value);
    assertTrue(value.contains("[KEYS_ONLY, NEW_IMAGE, OLD_IMAGE, NEW_AND_OLD_IMAGES]"), value);
    String key =
        service.failure(
            "CreateTable", create("metrics", "cpu", tag("NEW_IMAGE").replace("stream", "streams")));
    assertTrue(key.contains("there are only lodestone:stream"), key);
    assertEquals("{'Tables':[]}", service.success("ListTables", "{'DatabaseName':'metrics'}"));
  }

  @Test
  void aDatabaseHasNoStream() {
    String failure =
        service.failure(
            "CreateDatabase", "{'DatabaseName':'other','Tags':[" + tag("NEW_IMAGE") + "]}");
    assertTrue(failure.contains("are for tables"), failure);
    failure =
        service.failure(
            "TagResource",
            "{'ResourceARN':'arn:aws:timestream:eu-west-1:000000000000:database/metrics','Tags':["
                + tag("NEW_IMAGE")
                + "]}");
    assertTrue(failure.startsWith("400 {'__type':'ValidationException'"), failure);
  }

  @Test
  void twoTablesOfOneDynamoDbNameCannotBothHaveOne() {
    service.success("CreateDatabase", "{'DatabaseName':'metrics.cpu'}");
    service.success("CreateTable", create("metrics", "cpu.load", tag("NEW_IMAGE")));

    String failure =
        service.failure("CreateTable", create("metrics.cpu", "load", tag("NEW_IMAGE")));

    assertTrue(
        failure.contains(
            "The table 'load' of the database 'metrics.cpu' and the table 'cpu.load' of the"
                + " database 'metrics' both have the DynamoDB table name metrics.cpu.load"),
        failure);
    assertEquals("{'Tables':[]}", service.success("ListTables", "{'DatabaseName':'metrics.cpu'}"));
  }
}
