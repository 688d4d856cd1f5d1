package io.lodestone.server.timestream.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** UpdateDatabase and UpdateTable. */
class UpdateOperationsTest {
  private final StoredPoints stored = StoredPoints.none();
  private final Service service = new Service(stored.engine());

  @BeforeEach
  void create() {
    service.success("CreateDatabase", "{'DatabaseName':'metrics'}");
    service.success(
        "CreateTable",
        "{'DatabaseName':'metrics','TableName':'cpu','Schema':{'CompositePartitionKey':"
            + "[{'Type':'DIMENSION','Name':'host','EnforcementInRecord':'OPTIONAL'}]}}");
  }

  @AfterEach
  void close() {
    stored.close();
  }

  private String update(String members) {
    return service.success(
        "UpdateTable", "{'DatabaseName':'metrics','TableName':'cpu'" + members + "}");
  }

  private String describe() {
    return service.success("DescribeTable", "{'DatabaseName':'metrics','TableName':'cpu'}");
  }

  @Test
  void keyOfADatabaseChanges() {
    service.success("CreateDatabase", "{'DatabaseName':'sealed','KmsKeyId':'alias/k'}");
    service.success("CreateTable", "{'DatabaseName':'sealed','TableName':'cpu'}");

    String updated =
        service.success("UpdateDatabase", "{'DatabaseName':'sealed','KmsKeyId':'alias/new'}");

    assertTrue(
        updated.contains("'KmsKeyId':'arn:aws:kms:eu-west-1:000000000000:key/alias/new'"), updated);
    assertTrue(updated.contains("'TableCount':1"), updated);
    assertEquals(updated, service.success("DescribeDatabase", "{'DatabaseName':'sealed'}"));
  }

  @Test
  void keysThatCannotBeAreRefused() {
    assertEquals(
        "400 {'__type':'ValidationException','Message':'Invalid KmsKeyId: Key 'nobody' does not"
            + " exist'}",
        service.failure("CreateDatabase", "{'DatabaseName':'sealed','KmsKeyId':'nobody'}"));
    String holdsTables =
        service.failure("UpdateDatabase", "{'DatabaseName':'metrics','KmsKeyId':'alias/new'}");
    assertTrue(holdsTables.startsWith("400 {'__type':'ValidationException'"), holdsTables);
    assertTrue(holdsTables.contains("created without a KMS key"), holdsTables);
  }

  @Test
  void retentionOfATableChanges() {
    String retention =
        "'RetentionProperties':{'MemoryStoreRetentionPeriodInHours':24,'MagneticStoreRetentionPeriodInDays':7}";

    String updated = update("," + retention);

    assertTrue(updated.contains(retention), updated);
    assertTrue(updated.contains("'EnableMagneticStoreWrites':false"), updated);
    assertEquals(updated, describe());
  }

  @Test
  void magneticStoreWritesAreReplacedAsAWhole() {
    String location =
        "'MagneticStoreRejectedDataLocation':{'S3Configuration':{'BucketName':'reports'}}";
    String withLocation =
        "'MagneticStoreWriteProperties':{'EnableMagneticStoreWrites':true," + location + "}";
    assertTrue(update("," + withLocation).contains(withLocation));

    update(",'MagneticStoreWriteProperties':{'EnableMagneticStoreWrites':true}");

    String described = describe();
    assertTrue(described.contains("'EnableMagneticStoreWrites':true}"), described);
  }

  @Test
  void enforcementOfThePartitionKeyChanges() {
    String required =
        "'Schema':{'CompositePartitionKey':[{'Type':'DIMENSION','Name':'host','EnforcementInRecord':'REQUIRED'}]}";

    assertTrue(update("," + required).contains(required));

    String rejected =
        service.failure(
            "WriteRecords",
            "{'DatabaseName':'metrics','TableName':'cpu','Records':[{'Dimensions':[{'Name':'rack','Value':'1'}],"
                + "'MeasureName':'m','MeasureValue':'1','Time':'1767225600000'}]}");
    assertTrue(rejected.startsWith("419 "), rejected);
    assertTrue(rejected.contains("The dimension host is required"), rejected);
  }

  @Test
  void whatIsAbsentStaysAsItIs() {
    String before = describe();

    assertEquals(before, update(""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "UpdateDatabase | {'DatabaseName':'metrics'}",
        "UpdateDatabase | {'KmsKeyId':'k'}",
        "UpdateDatabase | {'DatabaseName':'metrics','KmsKeyId':''}",
        "UpdateTable | {'DatabaseName':'metrics'}",
        "UpdateTable | {'TableName':'cpu'}",
        "UpdateTable | {'DatabaseName':'metrics','TableName':'cpu','RetentionProperties':{'MemoryStoreRetentionPeriodInHours':0,'MagneticStoreRetentionPeriodInDays':1}}",
        "UpdateTable | {'DatabaseName':'metrics','TableName':'cpu','RetentionProperties':{'MemoryStoreRetentionPeriodInHours':1}}",
        "UpdateTable | {'DatabaseName':'metrics','TableName':'cpu','MagneticStoreWriteProperties':{}}",
        "UpdateTable | {'DatabaseName':'metrics','TableName':'cpu','Schema':{'CompositePartitionKey':[]}}",
        "UpdateTable | {'DatabaseName':'metrics','TableName':'cpu','Schema':{'CompositePartitionKey':[{'Type':'MEASURE'}]}}",
        "UpdateTable | {'DatabaseName':'metrics','TableName':'cpu','Schema':{'CompositePartitionKey':[{'Type':'DIMENSION','Name':'rack'}]}}"
      })
  void illegalUpdatesChangeNothing(String operation, String body) {
    String before = describe();

    String failure = service.failure(operation, body);

    assertTrue(failure.startsWith("400 {'__type':'ValidationException'"), failure);
    assertEquals(before, describe());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "UpdateDatabase | {'DatabaseName':'nowhere','KmsKeyId':'k'}",
        "UpdateTable | {'DatabaseName':'nowhere','TableName':'cpu'}",
        "UpdateTable | {'DatabaseName':'metrics','TableName':'nothing'}"
      })
  void whatDoesNotExistIsNotFound(String operation, String body) {
    String failure = service.failure(operation, body);

    assertTrue(failure.startsWith("404 {'__type':'ResourceNotFoundException'"), failure);
  }
}
