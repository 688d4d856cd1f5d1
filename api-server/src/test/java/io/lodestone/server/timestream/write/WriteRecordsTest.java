package io.lodestone.server.timestream.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WriteRecordsTest {
  private StoredPoints stored = StoredPoints.none();
  private Service service = new Service(stored.engine());

  @BeforeEach
  void createTable() {
    service.success("CreateDatabase", "{'DatabaseName':'metrics'}");
    service.success("CreateTable", "{'DatabaseName':'metrics','TableName':'cpu'}");
  }

  @AfterEach
  void close() {
    stored.close();
  }

  private void withoutRoom() {
    stored.close();
    stored = StoredPoints.withoutRoom();
    service = new Service(stored.engine());
    createTable();
  }

  @Test
  void countsWhatItStored() {
    assertEquals(
        "{'RecordsIngested':{'Total':2,'MemoryStore':2,'MagneticStore':0}}",
        service.success(
            "WriteRecords",
            Requests.of(Requests.record(""), Requests.record("'MeasureName':'other'"))));
  }

  @Test
  void namesEveryRejectedRecordAndStoresTheOthers() {
    service.success(
        "WriteRecords",
        Requests.of(
            Requests.record("'Version':200"), Requests.record("'MeasureName':'b','Version':7")));

    String failure =
        service.failure(
            "WriteRecords",
            Requests.of(
                Requests.record("'MeasureName':'c','Time':'99999999999999999999'"),
                Requests.record("'Version':2,'MeasureValue':'5'"),
                Requests.record("'MeasureName':'d'"),
                Requests.record("'MeasureName':'b','Version':7,'MeasureValue':'5'"),
                Requests.record("'MeasureName':'" + "e".repeat(257) + "'"),
                Requests.record("'Version':2")));

    assertEquals(
        "419 {'__type':'RejectedRecordsException',"
            + "'Message':'One or more records have been rejected. See RejectedRecords for details.',"
            + "'RejectedRecords':["
            + "{'RecordIndex':0,'Reason':'The record timestamp is outside the time range [2025-12-31T18:00:00.123Z, 2026-01-01T00:15:00.123Z) of the memory store.'},"
            + "{'RecordIndex':1,'Reason':'The record version 2 is lower than the existing version 200."
            + " A higher version is required to update the measure value.','ExistingVersion':200},"
            + "{'RecordIndex':3,'Reason':'A record already exists with the same time, dimensions, measure name,"
            + " and record version. A higher record version must be specified in order to update the measure"
            + " value. Specifying record version is supported by the latest SDKs.','ExistingVersion':7},"
            + "{'RecordIndex':4,'Reason':'The measure name is longer than 256 bytes.'}]}",
        failure);
    assertEquals(3, stored.size());
  }

  @Test
  void storesNothingOfAMalformedRequest() {
    String failure =
        service.failure(
            "WriteRecords",
            Requests.of(Requests.record(""), Requests.record("'MeasureValue':'abc'")));

    assertEquals(
        "400 {'__type':'ValidationException',"
            + "'Message':'The measure value in the record at index 1 is not a valid DOUBLE.'}",
        failure);
    assertEquals(0, stored.size());
  }

  @Test
  void textThatIsNotJsonIsASerializationError() {
    String failure = service.failure("WriteRecords", "{'DatabaseName':");

    assertTrue(failure.startsWith("400 {'__type':'SerializationException'"), failure);
  }

  @Test
  void unknownTableIsNotFound() {
    String failure =
        service.failure("WriteRecords", Requests.of(Requests.record("")).replace("cpu", "nothing"));

    assertTrue(failure.startsWith("404 {'__type':'ResourceNotFoundException'"), failure);
  }

  @Test
  void engineThatIsShortOfSomethingThrottles() {
    withoutRoom();

    String failure = service.failure("WriteRecords", Requests.of(Requests.record("")));

    assertEquals(
        "429 {'__type':'ThrottlingException',"
            + "'Message':'Too many writes are waiting; try again shortly.'}",
        failure);
    assertEquals(0, stored.size());
  }

  @Test
  void requestOfRejectedRecordsOnlyNeedsNoEngine() {
    withoutRoom();

    String failure =
        service.failure(
            "WriteRecords", Requests.of(Requests.record("'Time':'99999999999999999999'")));

    assertTrue(failure.startsWith("419 "), failure);
  }
}
