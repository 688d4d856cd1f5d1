package io.lodestone.server.timestream.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceOperationsTest {
  private static final String TIMES =
      "'CreationTime':1767225600.123,'LastUpdatedTime':1767225600.123";
  private static final Pattern TOKEN = Pattern.compile("'NextToken':'([^']+)'");

  private final StoredPoints stored = StoredPoints.none();
  private final Service service = new Service(stored.engine());

  @AfterEach
  void close() {
    stored.close();
  }

  @Test
  void databaseIsDescribedAsCreated() {
    String created = service.success("CreateDatabase", "{'DatabaseName':'metrics'}");

    assertEquals(
        "{'Database':{'Arn':'arn:aws:timestream:eu-west-1:000000000000:database/metrics',"
            + "'DatabaseName':'metrics','TableCount':0,"
            + TIMES
            + "}}",
        created);
    assertEquals(created, service.success("DescribeDatabase", "{'DatabaseName':'metrics'}"));
  }

  @Test
  void keyOfADatabaseIsToldBack() {
    assertTrue(
        service
            .success(
                "CreateDatabase",
                "{'DatabaseName':'metrics','KmsKeyId':'alias/k','Tags':[{'Key':'a','Value':''}]}")
            .contains("'KmsKeyId':'arn:aws:kms:eu-west-1:000000000000:key/alias/k'"));
  }

  @Test
  void tableHasTheDefaultsOfTheService() {
    service.success("CreateDatabase", "{'DatabaseName':'metrics'}");
    String created = service.success("CreateTable", "{'DatabaseName':'metrics','TableName':'cpu'}");

    assertEquals(
        "{'Table':{'Arn':'arn:aws:timestream:eu-west-1:000000000000:database/metrics/table/cpu',"
            + "'TableName':'cpu','DatabaseName':'metrics','TableStatus':'ACTIVE',"
            + "'RetentionProperties':{'MemoryStoreRetentionPeriodInHours':6,'MagneticStoreRetentionPeriodInDays':73000},"
            + TIMES
            + ",'MagneticStoreWriteProperties':{'EnableMagneticStoreWrites':false},"
            + "'Schema':{'CompositePartitionKey':[{'Type':'MEASURE'}]}}}",
        created);
    assertEquals(
        created, service.success("DescribeTable", "{'DatabaseName':'metrics','TableName':'cpu'}"));
    assertTrue(
        service
            .success("DescribeDatabase", "{'DatabaseName':'metrics'}")
            .contains("'TableCount':1"));
  }

  @Test
  void tableHasWhatItWasCreatedWith() {
    service.success("CreateDatabase", "{'DatabaseName':'metrics'}");
    String writes =
        "'MagneticStoreWriteProperties':{'EnableMagneticStoreWrites':true,'MagneticStoreRejectedDataLocation':"
            + "{'S3Configuration':{'BucketName':'reports','ObjectKeyPrefix':'ts/','EncryptionOption':'SSE_KMS','KmsKeyId':'k'}}}";
    String retention =
        "'RetentionProperties':{'MemoryStoreRetentionPeriodInHours':24,'MagneticStoreRetentionPeriodInDays':365}";
    String schema =
        "'Schema':{'CompositePartitionKey':[{'Type':'DIMENSION','Name':'host','EnforcementInRecord':'REQUIRED'}]}";

    String created =
        service.success(
            "CreateTable",
            "{'DatabaseName':'metrics','TableName':'cpu',"
                + String.join(",", writes, retention, schema)
                + "}");

    assertTrue(created.contains(writes), created);
    assertTrue(created.contains(retention), created);
    assertTrue(created.contains(schema), created);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'RetentionProperties':{'MemoryStoreRetentionPeriodInHours':0,'MagneticStoreRetentionPeriodInDays':1}",
        "'RetentionProperties':{'MemoryStoreRetentionPeriodInHours':8767,'MagneticStoreRetentionPeriodInDays':1}",
        "'RetentionProperties':{'MemoryStoreRetentionPeriodInHours':1,'MagneticStoreRetentionPeriodInDays':73001}",
        "'RetentionProperties':{'MemoryStoreRetentionPeriodInHours':1}",
        "'MagneticStoreWriteProperties':{}",
        "'MagneticStoreWriteProperties':{'EnableMagneticStoreWrites':true,'MagneticStoreRejectedDataLocation':{'S3Configuration':{}}}",
        "'Schema':{'CompositePartitionKey':[]}",
        "'Schema':{'CompositePartitionKey':[{'Type':'DIMENSION'}]}",
        "'Schema':{'CompositePartitionKey':[{'Type':'HOST'}]}",
        "'Schema':{'CompositePartitionKey':[{'Type':'MEASURE','EnforcementInRecord':'REQUIRED'}]}",
        "'Schema':{'CompositePartitionKey':[{'Type':'MEASURE'},{'Type':'MEASURE'}]}",
        "'Tags':[{'Key':'','Value':'x'}]",
        "'Tags':[{'Key':'a','Value':'x'},{'Key':'a','Value':'y'}]"
      })
  void illegalTableIsNotCreated(String members) {
    service.success("CreateDatabase", "{'DatabaseName':'metrics'}");

    String failure =
        service.failure(
            "CreateTable", "{'DatabaseName':'metrics','TableName':'cpu'," + members + "}");

    assertTrue(failure.startsWith("400 {'__type':'ValidationException'"), failure);
    assertEquals("{'Tables':[]}", service.success("ListTables", "{'DatabaseName':'metrics'}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bad name", "a/b", "", "ä__", "ab", "semi;colon"})
  void illegalNameIsNotCreated(String name) {
    String failure = service.failure("CreateDatabase", "{'DatabaseName':'" + name + "'}");

    assertTrue(failure.startsWith("400 {'__type':'ValidationException'"), failure);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "DescribeDatabase | {'DatabaseName':'nowhere'}",
        "DescribeDatabase | {'DatabaseName':'bad name'}",
        "DeleteDatabase | {'DatabaseName':'nowhere'}",
        "CreateTable | {'DatabaseName':'nowhere','TableName':'cpu'}",
        "DescribeTable | {'DatabaseName':'nowhere','TableName':'cpu'}",
        "DescribeTable | {'DatabaseName':'metrics','TableName':'nothing'}",
        "DescribeTable | {'DatabaseName':'metrics','TableName':'no'}",
        "DeleteTable | {'DatabaseName':'metrics','TableName':'nothing'}",
        "ListTables | {'DatabaseName':'nowhere'}"
      })
  void whatDoesNotExistIsNotFound(String operation, String body) {
    service.success("CreateDatabase", "{'DatabaseName':'metrics'}");

    String failure = service.failure(operation, body);

    assertTrue(failure.startsWith("404 {'__type':'ResourceNotFoundException'"), failure);
  }

  @Test
  void nameThatIsTakenIsAConflict() {
    service.success("CreateDatabase", "{'DatabaseName':'metrics'}");
    service.success("CreateTable", "{'DatabaseName':'metrics','TableName':'cpu'}");

    assertTrue(
        service
            .failure("CreateDatabase", "{'DatabaseName':'metrics'}")
            .startsWith("409 {'__type':'ConflictException'"));
    assertTrue(
        service
            .failure("CreateTable", "{'DatabaseName':'metrics','TableName':'cpu'}")
            .startsWith("409 {'__type':'ConflictException'"));
  }

  @Test
  void deletedResourcesAreGone() {
    service.success("CreateDatabase", "{'DatabaseName':'metrics'}");
    service.success("CreateTable", "{'DatabaseName':'metrics','TableName':'cpu'}");

    assertTrue(
        service
            .failure("DeleteDatabase", "{'DatabaseName':'metrics'}")
            .startsWith("400 {'__type':'ValidationException'"));
    assertEquals(
        "{}", service.success("DeleteTable", "{'DatabaseName':'metrics','TableName':'cpu'}"));
    assertEquals("{}", service.success("DeleteDatabase", "{'DatabaseName':'metrics'}"));
    assertEquals("{'Databases':[]}", service.success("ListDatabases", "{}"));
  }

  @Test
  void listsComeInPages() {
    for (int i = 0; i < 45; i++) {
      service.success("CreateDatabase", "{'DatabaseName':'db%02d'}".formatted(i));
    }

    List<Integer> sizes = new ArrayList<>();
    StringBuilder all = new StringBuilder();
    String token = "";
    do {
      String page =
          service.success(
              "ListDatabases", token.isEmpty() ? "{}" : "{'NextToken':'" + token + "'}");
      sizes.add(page.split("'DatabaseName'").length - 1);
      all.append(page);
      Matcher next = TOKEN.matcher(page);
      token = next.find() ? next.group(1) : "";
    } while (!token.isEmpty());

    assertEquals(List.of(20, 20, 5), sizes);
    for (int i = 0; i < 45; i++) {
      assertTrue(all.toString().contains("'db%02d'".formatted(i)));
    }
  }

  @Test
  void tablesOfAllDatabasesComeInPages() {
    for (String database : List.of("one", "one.more", "two")) {
      service.success("CreateDatabase", "{'DatabaseName':'" + database + "'}");
      for (String table : List.of("aaa", "bbb")) {
        service.success(
            "CreateTable", "{'DatabaseName':'%s','TableName':'%s'}".formatted(database, table));
      }
    }

    List<String> names = new ArrayList<>();
    String token = "";
    do {
      String page =
          service.success(
              "ListTables",
              "{'MaxResults':1" + (token.isEmpty() ? "" : ",'NextToken':'" + token + "'") + "}");
      Matcher name = Pattern.compile("database/([^']+)'").matcher(page);
      assertTrue(name.find(), page);
      names.add(name.group(1));
      Matcher next = TOKEN.matcher(page);
      token = next.find() ? next.group(1) : "";
    } while (!token.isEmpty());

    assertEquals(
        List.of(
            "one/table/aaa",
            "one/table/bbb",
            "one.more/table/aaa",
            "one.more/table/bbb",
            "two/table/aaa",
            "two/table/bbb"),
        names);
  }

  @Test
  void tokenOfAnotherListIsRefused() {
    for (String database : List.of("one", "two")) {
      service.success("CreateDatabase", "{'DatabaseName':'" + database + "'}");
    }
    Matcher token = TOKEN.matcher(service.success("ListDatabases", "{'MaxResults':1}"));
    assertTrue(token.find());

    assertTrue(
        service
            .failure("ListTables", "{'NextToken':'" + token.group(1) + "'}")
            .contains("Invalid pagination token"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 21, -1})
  void pageSizeOutsideItsRangeIsRefused(int maxResults) {
    String failure = service.failure("ListDatabases", "{'MaxResults':" + maxResults + "}");

    assertTrue(failure.startsWith("400 {'__type':'ValidationException'"), failure);
  }

  @Test
  void endpointIsWhereTheClientAlreadyIs() {
    assertEquals(
        "{'Endpoints':[{'Address':'http://127.0.0.1:8090','CachePeriodInMinutes':1440}]}",
        service.success(
            "DescribeEndpoints", "{}", "Host", "127.0.0.1:8090", "User-Agent", "Boto3/1.43.11"));
    assertEquals(
        "{'Endpoints':[{'Address':'127.0.0.1','CachePeriodInMinutes':1440}]}",
        service.success(
            "DescribeEndpoints",
            "{}",
            "host",
            "127.0.0.1:8090",
            "x-amz-user-agent",
            "aws-sdk-js/3.1137.0"));
    assertEquals(
        "{'Endpoints':[{'Address':'[::1]','CachePeriodInMinutes':1440}]}",
        service.success(
            "DescribeEndpoints", "{}", "Host", "[::1]", "user-agent", "aws-sdk-js/3.1137.0"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"CreateBatchLoadTask", "ResumeBatchLoadTask", "Nonsense"})
  void operationThatIsNotOfferedIsUnknown(String operation) {
    String failure = service.failure(operation, "{}");

    assertTrue(failure.contains("UnknownOperationException"), failure);
    assertFalse(failure.startsWith("200"));
  }
}
