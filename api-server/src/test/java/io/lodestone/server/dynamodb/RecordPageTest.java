package io.lodestone.server.dynamodb;

import static io.lodestone.server.dynamodb.StreamService.member;
import static io.lodestone.server.dynamodb.StreamService.members;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How much GetRecords gives at a time, and that nothing is lost or told twice between pages. */
class RecordPageTest {
  private static final Pattern SIZE = Pattern.compile("'SizeBytes':([0-9]+)");

  private final StreamService service = new StreamService();
  private final String arn = service.begin(StreamService.TABLE, "NEW_IMAGE");
  private final String shard = service.shards(arn).getFirst();

  @AfterEach
  void close() {
    service.close();
  }

  private String read(String iterator, String more) {
    return service.success("GetRecords", "{'ShardIterator':'" + iterator + "'" + more + "}");
  }

  /** The ids of the records, page by page, up to the first empty one. */
  private List<List<String>> pages(String more) {
    List<List<String>> pages = new ArrayList<>();
    String iterator = service.iterator(arn, shard, "TRIM_HORIZON");
    while (true) {
      String answer = read(iterator, more);
      List<String> ids = members(answer, "eventID");
      if (ids.isEmpty()) {
        return pages;
      }
      pages.add(ids);
      iterator = member(answer, "NextShardIterator");
    }
  }

  private static List<Integer> sizes(List<List<String>> pages) {
    return pages.stream().map(List::size).toList();
  }

  private static List<String> all(List<List<String>> pages) {
    return pages.stream().flatMap(List::stream).toList();
  }

  @Test
  void aPageHasAThousandRecordsAtMost() {
    service.write(1_500, "x");
    List<List<String>> pages = pages("");
    assertEquals(List.of(1_000, 500), sizes(pages));
    assertEquals(1_500, all(pages).stream().distinct().count());
    assertEquals(List.of(1_000, 500), sizes(pages(",'Limit':1000")));
  }

  @Test
  void aReaderMayAskForLess() {
    service.write(5, "x");
    List<String> all = all(pages(""));
    assertEquals(List.of(2, 2, 1), sizes(pages(",'Limit':2")));
    assertEquals(all, all(pages(",'Limit':2")));
    assertEquals(all, all(pages(",'Limit':1")));
  }

  @Test
  void moreThanAThousandAreNotAskedFor() {
    String iterator = service.iterator(arn, shard, "TRIM_HORIZON");
    for (String limit : List.of("1001", "2147483647", "0", "-1")) {
      String failure =
          service.failure(
              "GetRecords", "{'ShardIterator':'" + iterator + "','Limit':" + limit + "}");
      assertTrue(failure.startsWith("ValidationException: "), failure);
    }
  }

  @Test
  void aPageHasAMegabyteAtMost() {
    service.write(700, "t".repeat(2_000));
    List<List<String>> pages = pages("");
    assertEquals(2, pages.size());
    assertEquals(700, all(pages).stream().distinct().count());
    String answer = read(service.iterator(arn, shard, "TRIM_HORIZON"), "");
    Matcher size = SIZE.matcher(answer);
    long bytes = 0;
    long largest = 0;
    while (size.find()) {
      bytes += Long.parseLong(size.group(1));
      largest = Math.max(largest, Long.parseLong(size.group(1)));
    }
    assertTrue(bytes <= 1 << 20 && bytes + largest > 1 << 20, bytes + " bytes");
  }

  @Test
  void anEmptyPageOfAShardThatGoesOnSaysWhereToGoOn() {
    String answer = service.read(service.iterator(arn, shard, "LATEST"));
    assertTrue(answer.startsWith("{'Records':[],'NextShardIterator':'"), answer);
  }

  @Test
  void thePageWithTheLastRecordsOfAnEndedShardSaysSo() {
    service.write(3, "x");
    String iterator = service.iterator(arn, shard, "TRIM_HORIZON");
    service.end(StreamService.TABLE);
    String two = read(iterator, ",'Limit':2");
    assertEquals(2, members(two, "eventID").size());
    String rest = read(member(two, "NextShardIterator"), "");
    assertEquals(1, members(rest, "eventID").size());
    assertEquals(List.of(), members(rest, "NextShardIterator"));
  }
}
