package io.lodestone.server.timestream.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one table may hold of names: exactly as many as the service says, and one more is named. */
class TableQuotaTest {
  private static final int REQUEST = 64;

  private final StoredPoints stored = StoredPoints.none();
  private final Service service = new Service(stored.engine());

  @BeforeEach
  void createTable() {
    service.success("CreateDatabase", "{'DatabaseName':'metrics'}");
    service.success("CreateTable", "{'DatabaseName':'metrics','TableName':'cpu'}");
  }

  @AfterEach
  void close() {
    stored.close();
  }

  private void write(int count, IntFunction<String> record) {
    for (int from = 0; from < count; from += REQUEST) {
      String[] records =
          IntStream.range(from, Math.min(count, from + REQUEST))
              .mapToObj(record)
              .toArray(String[]::new);
      service.success("WriteRecords", Requests.of(records));
    }
  }

  private void assertRejected(String detail, List<String> records) {
    String failure = service.failure("WriteRecords", Requests.of(records.toArray(String[]::new)));
    assertTrue(failure.startsWith("419 "), failure);
    assertTrue(
        failure.endsWith("'RejectedRecords':[{'RecordIndex':1,'Reason':'" + detail + "'}]}"),
        failure);
  }

  private static String named(int number) {
    return Requests.record("'MeasureName':'name" + number + "'");
  }

  private static String attribute(int number) {
    return Requests.quoted(
        "{'Dimensions':[{'Name':'host','Value':'a'}],'MeasureName':'multi','MeasureValueType':'MULTI','Time':'"
            + (1_767_225_600_000L + number)
            + "','MeasureValues':[{'Name':'a"
            + number
            + "','Value':'1','Type':'BIGINT'}]}");
  }

  @Test
  void measureNames() {
    write(8_192, TableQuotaTest::named);

    assertRejected(
        "a table may have at most 8192 measure names", List.of(named(0), named(8_192), named(1)));
    service.success("WriteRecords", Requests.of(named(8_191)));
  }

  @Test
  void attributesOfMultiMeasureRecords() {
    service.success("WriteRecords", Requests.of(named(0)));
    write(1_024, TableQuotaTest::attribute);

    assertRejected(
        "a table may have at most 1024 attributes of multi-measure records",
        List.of(attribute(0), attribute(1_024), named(1)));
    assertEquals(
        1_025,
        stored.engine().catalog().tables().getFirst().measures().size(),
        "the column of single measures does not count");
  }
}
