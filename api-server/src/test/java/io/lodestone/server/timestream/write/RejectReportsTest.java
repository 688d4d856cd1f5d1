package io.lodestone.server.timestream.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.storage.Directory;
import io.lodestone.storage.ReadFile;
import io.lodestone.testkit.files.CrashableDirectory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Conflicts in the magnetic store, in the answer and in the place that the table names. */
class RejectReportsTest {
  /** Seven hours ago: the memory store of the table reaches back six. */
  private static final String LATE =
      "'Time':'" + (StoredPoints.NOW.toEpochMilli() - 7 * 3_600_000L) + "'";

  private static final String LOCATION =
      ",'MagneticStoreRejectedDataLocation':{'S3Configuration':{'BucketName':'reports','ObjectKeyPrefix':'ts'}}";

  private final CrashableDirectory disk = new CrashableDirectory();
  private final StoredPoints stored = StoredPoints.none();

  @AfterEach
  void close() {
    stored.close();
  }

  private Service service(boolean reportedOnly, String location) {
    Service service = new Service(stored.engine(), disk, reportedOnly);
    service.success("CreateDatabase", "{'DatabaseName':'metrics'}");
    service.success(
        "CreateTable",
        "{'DatabaseName':'metrics','TableName':'cpu','MagneticStoreWriteProperties':{'EnableMagneticStoreWrites':true"
            + location
            + "}}");
    service.success("WriteRecords", Requests.of(record("'Version':3")));
    return service;
  }

  private static String record(String members) {
    return Requests.record(members).replaceFirst("\"Time\":\"[0-9]+\"", Requests.quoted(LATE));
  }

  /** One record is new, one conflicts. */
  private static String conflicting() {
    return Requests.of(record("'MeasureName':'other'"), record("'Version':2,'MeasureValue':'1.5'"));
  }

  private List<String> reports() throws IOException {
    List<String> reports = new ArrayList<>();
    collect(disk, "", reports);
    return reports;
  }

  private static void collect(Directory folder, String path, List<String> reports)
      throws IOException {
    for (String child : folder.listDirectories()) {
      collect(folder.directory(child), path + child + "/", reports);
    }
    for (String name : folder.list()) {
      try (ReadFile file = folder.open(name)) {
        ByteBuffer content = ByteBuffer.allocate((int) file.size());
        file.read(0, content);
        reports.add(path + name + " " + new String(content.array(), StandardCharsets.UTF_8));
      }
    }
  }

  @Test
  void aConflictIsAnsweredAndReported() throws Exception {
    Service service = service(false, LOCATION);

    String failure = service.failure("WriteRecords", conflicting());

    assertTrue(failure.startsWith("419 "), failure);
    assertTrue(failure.contains("'ExistingVersion':3"), failure);
    assertEquals(1, reports().size());
    String report = reports().getFirst().replace('"', '\'');
    assertTrue(
        report.matches(
            "(?s)buckets/reports/ts/metrics/cpu/2026/01/01/00/([A-Z2-7]{26})\\.json \\{'reportId':'\\1',.*"),
        report);
    assertTrue(
        report.endsWith(
            "'errors':[{'reason':'The record version 2 is lower than the existing version 3."
                + " A higher version is required to update the measure value.','records':["
                + "{'dimensions':[{'name':'host','value':'a','dimensionValueType':null}],'measureName':'m',"
                + "'measureValue':'1.5','measureValues':null,'measureValueType':'DOUBLE',"
                + "'time':'1767200400123000000','timeUnit':'NANOSECONDS','version':2}]}]}"),
        report);
  }

  @Test
  void aReportMayStandInThePlaceOfTheAnswer() throws Exception {
    Service service = service(true, LOCATION);

    assertEquals(
        "{'RecordsIngested':{'Total':1,'MemoryStore':0,'MagneticStore':1}}",
        service.success("WriteRecords", conflicting()));
    assertEquals(1, reports().size());
  }

  @Test
  void reportsInThePlaceOfAnswersNeedAPlace() {
    Service service = service(true, LOCATION);
    String open = "'MagneticStoreWriteProperties':{'EnableMagneticStoreWrites':true}}";
    String closed = open.replace("true", "false");

    for (String failure :
        List.of(
            service.failure("CreateTable", "{'DatabaseName':'metrics','TableName':'mem'," + open),
            service.failure(
                "UpdateTable", "{'DatabaseName':'metrics','TableName':'cpu'," + open))) {
      assertTrue(failure.startsWith("400 {'__type':'ValidationException'"), failure);
      assertTrue(failure.contains("requires a MagneticStoreRejectedDataLocation"), failure);
    }
    assertTrue(
        service
            .success("DescribeTable", "{'DatabaseName':'metrics','TableName':'cpu'}")
            .contains("'BucketName':'reports'"));
    service.success("CreateTable", "{'DatabaseName':'metrics','TableName':'mem'," + closed);
    service.success("UpdateTable", "{'DatabaseName':'metrics','TableName':'cpu'," + closed);
  }

  /** A table may be older than the setting. */
  @Test
  void withoutAPlaceForReportsTheAnswerTells() throws Exception {
    service(false, "");
    Service service = new Service(stored.engine(), disk, true);

    String failure = service.failure("WriteRecords", conflicting());

    assertTrue(failure.contains("'RecordIndex':1"), failure);
    assertTrue(reports().isEmpty());
  }

  @Test
  void everythingElseIsAnsweredAsBefore() throws Exception {
    Service service = service(true, LOCATION);
    service.success("WriteRecords", Requests.of(Requests.record("'Version':3")));

    String failure =
        service.failure(
            "WriteRecords",
            Requests.of(
                Requests.record("'Version':2,'MeasureValue':'5'"),
                Requests.record("'Time':'1'").replaceFirst("\"Time\":\"17[0-9]+\",", ""),
                record("'MeasureName':'" + "n".repeat(257) + "'"),
                record("'Version':2,'MeasureValue':'5'")));

    assertTrue(failure.contains("'RecordIndex':0"), failure);
    assertFalse(failure.contains("'RecordIndex':3"), failure);
    assertEquals(1, reports().size());
  }

  @Test
  void aReportNamesAllMeasuresOfARecord() throws Exception {
    Service service = service(true, LOCATION);
    String first =
        "{'Dimensions':[{'Name':'host','Value':'b'}],'MeasureName':'multi','MeasureValueType':'MULTI',"
            + LATE
            + ",'MeasureValues':[{'Name':'text','Value':'x','Type':'VARCHAR'},{'Name':'up','Value':'true','Type':'BOOLEAN'}]}";
    service.success("WriteRecords", Requests.of(Requests.quoted(first)));

    service.success("WriteRecords", Requests.of(Requests.quoted(first.replace("'x'", "'y'"))));

    String report = reports().getFirst().replace('"', '\'');
    assertTrue(
        report.contains(
            "'measureValue':null,'measureValues':[{'name':'text','value':'y','type':'VARCHAR'},"
                + "{'name':'up','value':'true','type':'BOOLEAN'}],'measureValueType':'MULTI'"),
        report);
  }
}
