package io.lodestone.server.dynamodb;

import static io.lodestone.server.dynamodb.StreamService.ACCOUNT;
import static io.lodestone.server.dynamodb.StreamService.TABLE;
import static io.lodestone.server.dynamodb.StreamService.member;
import static io.lodestone.server.dynamodb.StreamService.members;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The operations of DynamoDB by which streams are switched and tables found. */
class TableControlTest {
  private final StreamService service =
      new StreamService(StreamService.FEED.withKeepSeconds(3_600));

  @AfterEach
  void close() {
    service.close();
  }

  private String describe(String name) {
    return service.success("DescribeTable", "{'TableName':'" + name + "'}");
  }

  private String refused(String operation, String name) {
    return service.failure(operation, "{'TableName':'" + name + "'}");
  }

  @Test
  void theLastStreamIsToldForAsLongAsItCanBeRead() {
    assertFalse(describe(TABLE).contains("LatestStream"), describe(TABLE));
    String first = service.begin(TABLE, "KEYS_ONLY");
    service.pass(Duration.ofSeconds(1));
    String answer = service.end(TABLE);
    assertEquals(first, member(answer, "LatestStreamArn"));
    assertFalse(answer.contains("StreamSpecification"), answer);
    assertEquals(first, member(describe(TABLE), "LatestStreamArn"));
    assertTrue(first.endsWith(member(describe(TABLE), "LatestStreamLabel")), first);

    service.pass(Duration.ofSeconds(1));
    String second = service.begin(TABLE, "NEW_IMAGE");
    assertEquals(second, member(describe(TABLE), "LatestStreamArn"));
    assertEquals("NEW_IMAGE", member(describe(TABLE), "StreamViewType"));

    service.end(TABLE);
    service.pass(Duration.ofSeconds(3_601));
    assertFalse(describe(TABLE).contains("LatestStream"), describe(TABLE));
  }

  @Test
  void whatUpdateTableDoesNotChangeIsRefusedAndNothingChanged() {
    String failure =
        service.failure(
            "UpdateTable",
            "{'TableName':'"
                + TABLE
                + "','DeletionProtectionEnabled':true,'BillingMode':'PROVISIONED',"
                + "'StreamSpecification':{'StreamEnabled':true,'StreamViewType':'KEYS_ONLY'}}");
    assertEquals(
        "ValidationException: Of a table's settings UpdateTable changes StreamSpecification only,"
            + " found was DeletionProtectionEnabled, BillingMode.",
        failure);
    assertFalse(describe(TABLE).contains("StreamSpecification"), describe(TABLE));
    assertEquals(
        "ValidationException: Of a table's settings UpdateTable changes StreamSpecification only,"
            + " which is missing.",
        refused("UpdateTable", TABLE));
  }

  @Test
  void membersThatNobodyKnowsAreIgnoredAndNullIsNothing() {
    service.success(
        "UpdateTable",
        "{'TableName':'"
            + TABLE
            + "','BillingMode':null,'OfNextYear':{'a':[1]},"
            + "'StreamSpecification':{'StreamEnabled':true,'StreamViewType':'KEYS_ONLY'}}");
  }

  @Test
  void aTableIsNamedByItsArn() {
    String answer = describe(ACCOUNT + "table/" + TABLE);
    assertEquals(TABLE, member(answer, "TableName"));
  }

  @Test
  void theTableOfAnotherAccountIsNotFound() {
    String arn = ACCOUNT.replace("000000000000", "111111111111") + "table/" + TABLE;
    assertEquals(
        "ResourceNotFoundException: Requested resource not found: Table: " + arn + " not found",
        refused("DescribeTable", arn));
  }

  @Test
  void whatIsNoNameOfATableIsRefused() {
    for (String name :
        List.of(
            "a b c",
            TABLE + " ",
            "arn:aws:s3:::x:table/" + TABLE,
            ACCOUNT + "table/",
            ACCOUNT + "table/" + TABLE + "/stream/2026-01-01T00:00:00.000",
            "arn:aws:timestream:eu-west-1:000000000000:database/plant/table/sensors")) {
      String failure = refused("DescribeTable", name);
      assertTrue(failure.startsWith("ValidationException: Invalid TableName"), failure);
    }
  }

  @Test
  void aTableThatIsNotThereIsNotFound() {
    for (String operation : List.of("DescribeTable", "UpdateTable")) {
      assertEquals(
          "ResourceNotFoundException: Requested resource not found: Table: no.such not found",
          refused(operation, "no.such"));
    }
  }

  /** As the model says of recovery, unlike the other operations. */
  @Test
  void recoveryHasAnErrorOfItsOwnForIt() {
    assertEquals(
        "TableNotFoundException: Requested resource not found: Table: no.such not found",
        refused("DescribeContinuousBackups", "no.such"));
    assertTrue(
        service
            .failure(
                "UpdateContinuousBackups",
                "{'TableName':'no.such',"
                    + "'PointInTimeRecoverySpecification':{'PointInTimeRecoveryEnabled':true}}")
            .startsWith("TableNotFoundException: "));
  }

  /** A page that ended in such a name could not be asked for the next one. */
  @Test
  void namesThatNobodyCanSpellAreNotListed() {
    String database = "d".repeat(200);
    for (int length : List.of(54, 55, 200)) {
      service.createTable(database, "t".repeat(length));
    }
    service.createTable("zone", "last");
    List<String> expected = List.of(database + "." + "t".repeat(54), TABLE, "zone.last");
    for (int limit = 1; limit <= 4; limit++) {
      List<String> all = new ArrayList<>();
      String start = "";
      do {
        String answer = service.success("ListTables", "{'Limit':" + limit + start + "}");
        List<String> last = members(answer, "LastEvaluatedTableName");
        String names = answer.substring(answer.indexOf('[') + 2, answer.indexOf(']') - 1);
        all.addAll(List.of(names.split("','")));
        start = last.isEmpty() ? "" : ",'ExclusiveStartTableName':'" + last.getFirst() + "'";
      } while (!start.isEmpty() && all.size() <= expected.size());
      assertEquals(expected, all);
    }
  }

  @Test
  void aNameThatNobodyCanSpellHasNoStream() {
    service.createTable("d".repeat(200), "t".repeat(55));
    String failure =
        service.failure(
            "UpdateTable",
            "{'TableName':'"
                + "d".repeat(200)
                + "."
                + "t".repeat(55)
                + "','StreamSpecification':{'StreamEnabled':true,'StreamViewType':'KEYS_ONLY'}}");
    assertTrue(failure.startsWith("ValidationException: The name ddd"), failure);
    assertTrue(failure.contains("longer than the 255 characters"), failure);
  }
}
