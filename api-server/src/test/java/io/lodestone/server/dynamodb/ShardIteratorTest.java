package io.lodestone.server.dynamodb;

import static io.lodestone.server.dynamodb.StreamService.iteratorRequest;
import static io.lodestone.server.dynamodb.StreamService.member;
import static io.lodestone.server.dynamodb.StreamService.members;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where reading begins, and for how long and for whom that is good. */
class ShardIteratorTest {
  private final StreamService service = new StreamService();
  private final String arn = service.begin(StreamService.TABLE, "NEW_IMAGE");
  private final String shard = service.shards(arn).getFirst();

  @AfterEach
  void close() {
    service.close();
  }

  private List<String> numbersFrom(String type, String number) {
    String answer = service.success("GetShardIterator", iteratorRequest(arn, shard, type, number));
    return members(service.read(member(answer, "ShardIterator")), "SequenceNumber");
  }

  private String refused(String type, String number) {
    return service.failure("GetShardIterator", iteratorRequest(arn, shard, type, number));
  }

  @Test
  void readingBeginsAtOrAfterARecord() {
    service.write(3, "x");
    List<String> all =
        members(service.read(service.iterator(arn, shard, "TRIM_HORIZON")), "SequenceNumber");
    assertEquals(3, all.size());
    for (int i = 0; i < 3; i++) {
      assertEquals(all.subList(i, 3), numbersFrom("AT_SEQUENCE_NUMBER", all.get(i)));
      assertEquals(all.subList(i + 1, 3), numbersFrom("AFTER_SEQUENCE_NUMBER", all.get(i)));
    }
  }

  @Test
  void theLatestIsBehindWhatWasAcknowledged() {
    service.write(2, "before");
    String iterator = service.iterator(arn, shard, "LATEST");
    service.write(1, "after");
    assertEquals(List.of("after"), texts(service.read(iterator)));
  }

  private static List<String> texts(String answer) {
    return members(answer.replace("'text':{'S'", "'text'"), "text");
  }

  /** As where a data directory was put back to an older state: its numbers come again. */
  @Test
  void aNumberThatNothingHasYetIsRefused() {
    service.write(1, "x");
    String last =
        member(service.read(service.iterator(arn, shard, "TRIM_HORIZON")), "SequenceNumber");
    String future = last.substring(0, 6) + "00000000009999" + last.substring(20);
    for (String type : List.of("AT_SEQUENCE_NUMBER", "AFTER_SEQUENCE_NUMBER")) {
      String failure = refused(type, future);
      assertTrue(failure.startsWith("ValidationException: Invalid SequenceNumber"), failure);
      assertTrue(failure.contains("begin again with TRIM_HORIZON or LATEST"), failure);
    }
    assertEquals(List.of(), numbersFrom("AFTER_SEQUENCE_NUMBER", last));
  }

  @Test
  void readingBeginsAtTheStartOfAShardInWhichNothingIsYet() {
    service.write(1, "parent");
    service.pass(Duration.ofHours(5));
    String description = service.success("DescribeStream", "{'StreamArn':'" + arn + "'}");
    String child = members(description, "ShardId").getLast();
    String start = members(description, "StartingSequenceNumber").getLast();
    assertNotEquals(shard, child);
    String answer =
        service.success(
            "GetShardIterator", iteratorRequest(arn, child, "AT_SEQUENCE_NUMBER", start));
    service.write(1, "child");
    assertEquals(List.of("child"), texts(service.read(member(answer, "ShardIterator"))));
  }

  @Test
  void aNumberOfAnotherEpochIsRefused() {
    String failure = refused("AFTER_SEQUENCE_NUMBER", "100001" + "0".repeat(31));
    assertTrue(failure.startsWith("ValidationException: Invalid SequenceNumber"), failure);
    assertTrue(failure.contains("before a restore"), failure);
  }

  @Test
  void whatIsNoNumberIsRefused() {
    for (String text :
        List.of(
            "x".repeat(37),
            "1".repeat(21),
            "1".repeat(40),
            "٣".repeat(37),
            "-" + "0".repeat(36),
            "100000" + "9".repeat(31))) {
      String failure = refused("AT_SEQUENCE_NUMBER", text);
      assertTrue(failure.startsWith("ValidationException: Invalid SequenceNumber"), failure);
    }
  }

  @Test
  void aTypeThatNeedsNoNumberTakesNone() {
    String first = "100000" + "0".repeat(31);
    for (String type : List.of("TRIM_HORIZON", "LATEST")) {
      assertEquals(
          "ValidationException: SequenceNumber must not be given for the ShardIteratorType "
              + type
              + ".",
          refused(type, first));
    }
    for (String type : List.of("AT_SEQUENCE_NUMBER", "AFTER_SEQUENCE_NUMBER")) {
      assertEquals(
          "ValidationException: SequenceNumber is required for the ShardIteratorType " + type + ".",
          service.failure("GetShardIterator", iteratorRequest(arn, shard, type)));
    }
  }

  @Test
  void aShardThatNeverWasIsNotFound() {
    for (String name : List.of("z".repeat(40), shard.substring(0, 29) + "00000007")) {
      String failure = service.failure("GetShardIterator", iteratorRequest(arn, name, "LATEST"));
      assertTrue(failure.startsWith("ResourceNotFoundException: "), failure);
    }
  }

  @Test
  void anIteratorIsGoodForAQuarterOfAnHour() {
    service.write(1, "x");
    String iterator = service.iterator(arn, shard, "TRIM_HORIZON");
    service.pass(Duration.ofMinutes(15));
    String next = member(service.read(iterator), "NextShardIterator");
    service.pass(Duration.ofMillis(1));
    String failure = service.failure("GetRecords", "{'ShardIterator':'" + iterator + "'}");
    assertTrue(failure.startsWith("ExpiredIteratorException: "), failure);
    assertTrue(failure.contains("GetShardIterator"), failure);
    service.read(next);
  }

  @Test
  void anIteratorOutlivesTheProcess() {
    service.write(2, "x");
    String iterator = service.iterator(arn, shard, "TRIM_HORIZON");
    String before = service.read(iterator);
    service.kill();
    service.settle();
    assertEquals(members(before, "eventID"), members(service.read(iterator), "eventID"));
  }

  /** Temporary keys are exchanged every hour, in the midst of reading. */
  @Test
  void anIteratorOutlivesTheKeyThatAskedForIt() {
    service.write(1, "x");
    String iterator = service.iterator(arn, shard, "TRIM_HORIZON");
    service.as("OTHER");
    assertEquals(List.of("x"), texts(service.read(iterator)));
  }

  @Test
  void whatIsNoIteratorIsRefused() {
    String iterator = service.iterator(arn, shard, "LATEST");
    char first = iterator.charAt(30) == 'A' ? 'B' : 'A';
    for (String made :
        List.of(
            "x",
            iterator.substring(1),
            iterator + "A",
            iterator + "=",
            iterator.substring(0, 30) + first + iterator.substring(31),
            "A".repeat(2_048))) {
      String failure = service.failure("GetRecords", "{'ShardIterator':'" + made + "'}");
      assertTrue(failure.startsWith("ValidationException: Invalid ShardIterator"), failure);
    }
  }
}
