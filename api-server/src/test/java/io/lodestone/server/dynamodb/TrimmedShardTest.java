package io.lodestone.server.dynamodb;

import static io.lodestone.server.dynamodb.StreamService.iteratorRequest;
import static io.lodestone.server.dynamodb.StreamService.member;
import static io.lodestone.server.dynamodb.StreamService.members;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A shard all of whose records have been let go. The Kinesis adapter takes a shard that is not
 * found for one that was read to its end: who was not at the end has to hear of it in another way.
 */
class TrimmedShardTest {
  private final StreamService service =
      new StreamService(
          StreamService.FEED.withRoll(60, 1L << 30).withKeepSeconds(120).withArchive(1 << 20, 10));

  private final String arn = service.begin(StreamService.TABLE, "NEW_IMAGE");
  private final String shard = service.shards(arn).getFirst();
  private String first;

  @AfterEach
  void close() {
    service.close();
  }

  @BeforeEach
  void letTheFirstShardGo() {
    service.write(2, "old");
    first = member(service.read(service.iterator(arn, shard, "TRIM_HORIZON")), "SequenceNumber");
  }

  private void trim() {
    for (int i = 0; service.shards(arn).contains(shard); i++) {
      assertTrue(i < 50, "the first shard is still kept");
      service.pass(Duration.ofSeconds(10));
      service.write(1, "young");
    }
  }

  @Test
  void aReaderBehindIsToldThatRecordsAreGone() {
    String behind = service.iterator(arn, shard, "TRIM_HORIZON");
    trim();
    String failure = service.failure("GetRecords", "{'ShardIterator':'" + behind + "'}");
    assertTrue(failure.startsWith("TrimmedDataAccessException: "), failure);
  }

  @Test
  void aReaderWhoGoesOnBehindARecordThatIsGoneIsToldSo() {
    trim();
    for (String type : List.of("AT_SEQUENCE_NUMBER", "AFTER_SEQUENCE_NUMBER")) {
      String failure =
          service.failure("GetShardIterator", iteratorRequest(arn, shard, type, first));
      assertTrue(failure.startsWith("TrimmedDataAccessException: "), failure);
    }
  }

  @Test
  void whoThenAsksForItsOldestRecordIsToldThatTheShardIsGone() {
    trim();
    for (String type : List.of("TRIM_HORIZON", "LATEST")) {
      String failure = service.failure("GetShardIterator", iteratorRequest(arn, shard, type));
      assertTrue(failure.startsWith("ResourceNotFoundException: "), failure);
    }
  }

  @Test
  void aReaderWhoHadReadAllOfItIsAtItsEnd() {
    String iterator = service.iterator(arn, shard, "LATEST");
    for (int i = 0; i < 6; i++) {
      service.pass(Duration.ofSeconds(30));
      String answer = service.read(iterator);
      if (members(answer, "NextShardIterator").isEmpty()) {
        assertEquals("{'Records':[]}", answer);
        return;
      }
      iterator = member(answer, "NextShardIterator");
    }
    throw new AssertionError("the shard has not ended");
  }

  @Test
  void itsChildrenAreTold() {
    String child = "";
    for (int i = 0; child.isEmpty(); i++) {
      assertTrue(i < 6, "the shard has no child");
      service.pass(Duration.ofSeconds(30));
      child = String.join(",", children());
    }
    for (int i = 0; service.shards(arn).contains(shard); i++) {
      assertTrue(i < 200, "the first shard is still kept");
      service.write(1, "young");
      service.pass(Duration.ofSeconds(10));
    }
    assertEquals(List.of(child), children());
  }

  private List<String> children() {
    return members(
        service.success(
            "DescribeStream",
            "{'StreamArn':'"
                + arn
                + "','ShardFilter':{'Type':'CHILD_SHARDS','ShardId':'"
                + shard
                + "'}}"),
        "ShardId");
  }

  @Test
  void aPageGoesOnBehindIt() {
    trim();
    List<String> all = service.shards(arn);
    assertEquals(all, pageFrom(shard));
    assertEquals(all.subList(1, all.size()), pageFrom(all.getFirst()));
    assertEquals(List.of(), pageFrom("z".repeat(30)));
  }

  private List<String> pageFrom(String start) {
    return members(
        service.success(
            "DescribeStream",
            "{'StreamArn':'" + arn + "','ExclusiveStartShardId':'" + start + "'}"),
        "ShardId");
  }

  @Test
  void aStreamThatIsGoneIsNotFound() {
    String iterator = service.iterator(arn, shard, "LATEST");
    service.end(StreamService.TABLE);
    service.pass(Duration.ofSeconds(121));
    String failure = service.failure("GetRecords", "{'ShardIterator':'" + iterator + "'}");
    assertTrue(failure.startsWith("ResourceNotFoundException: "), failure);
    failure = service.failure("DescribeStream", "{'StreamArn':'" + arn + "'}");
    assertTrue(failure.startsWith("ResourceNotFoundException: "), failure);
  }
}
