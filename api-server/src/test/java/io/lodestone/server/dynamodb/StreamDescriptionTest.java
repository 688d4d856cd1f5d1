package io.lodestone.server.dynamodb;

import static io.lodestone.server.dynamodb.StreamService.member;
import static io.lodestone.server.dynamodb.StreamService.members;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.model.TableRef;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** DescribeStream: what is told of a stream, and which of its shards. */
class StreamDescriptionTest {
  private final StreamService service = new StreamService();
  private final String arn = service.begin(StreamService.TABLE, "NEW_IMAGE");

  @AfterEach
  void close() {
    service.close();
  }

  private String describe(String arn) {
    return service.success("DescribeStream", "{'StreamArn':'" + arn + "'}");
  }

  @Test
  void aStreamIsEnabledUntilItIsSwitchedOff() {
    assertEquals("ENABLED", member(describe(arn), "StreamStatus"));
    service.end(StreamService.TABLE);
    String ended = describe(arn);
    assertEquals("DISABLED", member(ended, "StreamStatus"));
    assertEquals(1, members(ended, "EndingSequenceNumber").size());
  }

  /** The feed comes to the end a moment after the table has gone. */
  @Test
  void aStreamIsNeverEnabledOnceItsTableIsDeleted() {
    service.engine().deleteTable(TableRef.of("plant", "sensors"));
    assertTrue(
        List.of("DISABLING", "DISABLED").contains(member(describe(arn), "StreamStatus")),
        describe(arn));
    service.settle();
    assertEquals("DISABLED", member(describe(arn), "StreamStatus"));
  }

  @Test
  void whatIsNoArnOfAStreamIsRefused() {
    for (String text :
        List.of(
            "x".repeat(40),
            StreamService.ACCOUNT + "table/" + StreamService.TABLE,
            arn.replace("dynamodb", "kinesis"),
            arn.replace(".sensors", "/sensors"),
            arn.replace("arn:", "ARN:"))) {
      String failure = service.failure("DescribeStream", "{'StreamArn':'" + text + "'}");
      assertTrue(failure.startsWith("ValidationException: Invalid StreamArn"), failure);
    }
  }

  @Test
  void aStreamThatIsNotThereIsNotFound() {
    for (String text :
        List.of(arn + "9", arn.replace("sensors", "others"), arn.replace(":0000", ":1000"))) {
      assertEquals(
          "ResourceNotFoundException: Requested resource not found: Stream: " + text + " not found",
          service.failure("DescribeStream", "{'StreamArn':'" + text + "'}"));
    }
  }

  /** All shards would be taken for children. */
  @Test
  void halfAFilterIsRefused() {
    String shard = service.shards(arn).getFirst();
    for (String filter : List.of("{}", "{'Type':'CHILD_SHARDS'}", "{'ShardId':'" + shard + "'}")) {
      String failure =
          service.failure(
              "DescribeStream", "{'StreamArn':'" + arn + "','ShardFilter':" + filter + "}");
      assertTrue(failure.startsWith("ValidationException: ShardFilter must have both"), failure);
    }
  }

  @Test
  void aShardOfAnotherStreamHasNoChildrenHere() {
    String shard = service.shards(arn).getFirst();
    for (String other :
        List.of(
            "z".repeat(30), shard.replace("-0000", "-0001"), shard.substring(0, 29) + "ffffffff")) {
      assertEquals(
          List.of(),
          members(
              service.success(
                  "DescribeStream",
                  "{'StreamArn':'"
                      + arn
                      + "','ShardFilter':{'Type':'CHILD_SHARDS','ShardId':'"
                      + other
                      + "'}}"),
              "ShardId"));
    }
  }
}
