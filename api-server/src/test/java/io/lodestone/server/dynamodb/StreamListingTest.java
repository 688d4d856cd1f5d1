package io.lodestone.server.dynamodb;

import static io.lodestone.server.dynamodb.StreamService.members;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** ListStreams: which streams there are, in pages. */
class StreamListingTest {
  private final StreamService service =
      new StreamService(StreamService.FEED.withKeepSeconds(3_600));

  private final List<String> arns = new ArrayList<>();

  @AfterEach
  void close() {
    service.close();
  }

  @BeforeEach
  void begin() {
    for (String table : List.of("m1.a", "m1-x.a", "m1.b", "m0.z")) {
      int dot = table.indexOf('.');
      service.createTable(table.substring(0, dot).concat("00"), table.substring(dot + 1) + "00");
      arns.add(service.begin(table.replace(".", "00.") + "00", "KEYS_ONLY"));
      service.pass(Duration.ofSeconds(1));
    }
  }

  private List<String> list(String members) {
    return members(service.success("ListStreams", "{" + members + "}"), "StreamArn");
  }

  private List<String> inPages(int limit) {
    List<String> all = new ArrayList<>();
    String start = "";
    do {
      String answer = service.success("ListStreams", "{'Limit':" + limit + start + "}");
      all.addAll(members(answer, "StreamArn"));
      List<String> last = members(answer, "LastEvaluatedStreamArn");
      start = last.isEmpty() ? "" : ",'ExclusiveStartStreamArn':'" + last.getFirst() + "'";
    } while (!start.isEmpty() && all.size() <= arns.size());
    return all;
  }

  @Test
  void everyStreamIsListedOnceWhateverThePages() {
    List<String> all = list("");
    assertEquals(arns.stream().sorted().toList(), all.stream().sorted().toList());
    for (int limit = 1; limit <= 5; limit++) {
      assertEquals(all, inPages(limit));
    }
  }

  @Test
  void theStreamsOfATableAreListedOldestFirst() {
    service.end("m100.a00");
    service.pass(Duration.ofSeconds(1));
    String second = service.begin("m100.a00", "NEW_IMAGE");
    assertEquals(List.of(arns.getFirst(), second), list("'TableName':'m100.a00'"));
    assertEquals(
        List.of(second),
        list("'TableName':'m100.a00','ExclusiveStartStreamArn':'" + arns.getFirst() + "'"));
    assertEquals(List.of(), list("'TableName':'no.such'"));
  }

  @Test
  void aPageGoesOnBehindAStreamThatHasGoneMeanwhile() {
    List<String> all = list("");
    String gone = all.get(1);
    String table = gone.substring(gone.indexOf("table/") + "table/".length(), gone.indexOf("/st"));
    service.end(table);
    service.pass(Duration.ofSeconds(3_601));
    assertEquals(3, list("").size());
    assertEquals(all.subList(2, 4), list("'ExclusiveStartStreamArn':'" + gone + "'"));
  }

  @Test
  void whatIsNoArnOfAStreamIsRefused() {
    for (String arn :
        List.of(
            "x".repeat(40),
            StreamService.ACCOUNT + "table/" + StreamService.TABLE,
            arns.getFirst().replace("dynamodb", "kinesis"))) {
      String failure = service.failure("ListStreams", "{'ExclusiveStartStreamArn':'" + arn + "'}");
      assertTrue(failure.startsWith("ValidationException: Invalid StreamArn"), failure);
    }
  }
}
