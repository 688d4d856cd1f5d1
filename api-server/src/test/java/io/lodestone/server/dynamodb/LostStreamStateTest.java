package io.lodestone.server.dynamodb;

import static io.lodestone.server.dynamodb.StreamService.iteratorRequest;
import static io.lodestone.server.dynamodb.StreamService.member;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The file that says which streams there are was damaged: they go on from the present under other
 * numbers, and who had not read all is told so, never given another stream's records.
 */
class LostStreamStateTest {
  private final StreamService service = new StreamService();
  private String ended;
  private String endedIterator;
  private String open;
  private String openIterator;
  private String number;

  @AfterEach
  void close() {
    service.close();
  }

  @BeforeEach
  void loseTheState() throws Exception {
    // Its number will be that of the open one.
    service.createTable("plant", "first");
    ended = service.begin("plant.first", "NEW_IMAGE");
    endedIterator = service.iterator(ended, service.shards(ended).getFirst(), "LATEST");
    service.end("plant.first");
    open = service.begin(StreamService.TABLE, "NEW_IMAGE");
    String shard = service.shards(open).getFirst();
    openIterator = service.iterator(open, shard, "TRIM_HORIZON");
    service.write(2, "before");
    number = member(service.read(openIterator), "SequenceNumber");
    for (int i = 0; i < 4; i++) {
      service.write(100, "more".repeat(20));
      service.pass(Duration.ofSeconds(120));
      service.flush();
    }
    service.killAndDamageState();
    service.settle();
  }

  @Test
  void aReaderOfAStreamThatGoesOnIsToldThatRecordsAreGone() {
    String failure = service.failure("GetRecords", "{'ShardIterator':'" + openIterator + "'}");
    assertTrue(failure.startsWith("TrimmedDataAccessException: "), failure);
  }

  @Test
  void aNumberFromBeforeIsNeverGoneOnFrom() {
    String shard = service.shards(open).getFirst();
    String failure =
        service.failure(
            "GetShardIterator", iteratorRequest(open, shard, "AFTER_SEQUENCE_NUMBER", number));
    assertTrue(failure.startsWith("ValidationException: "), failure);
  }

  @Test
  void theIteratorOfAnotherStreamIsNotTakenForOneOfIt() {
    String failure = service.failure("GetRecords", "{'ShardIterator':'" + endedIterator + "'}");
    assertTrue(failure.startsWith("ResourceNotFoundException: "), failure);
  }

  @Test
  void theStreamGoesOn() {
    service.write(1, "after");
    service.settle();
    String shard = service.shards(open).getFirst();
    String answer = service.read(service.iterator(open, shard, "TRIM_HORIZON"));
    assertTrue(answer.contains("{'S':'after'}"), answer);
    assertFalse(answer.contains("{'S':'before'}"), answer);
  }
}
