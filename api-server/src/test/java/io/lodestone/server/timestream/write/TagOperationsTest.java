package io.lodestone.server.timestream.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TagResource, UntagResource and ListTagsForResource, which write and query service share. */
class TagOperationsTest {
  private static final String DATABASE =
      "arn:aws:timestream:eu-west-1:000000000000:database/metrics";
  private static final String TABLE = DATABASE + "/table/cpu";
  private static final Pattern TOKEN = Pattern.compile(",'NextToken':'([^']+)'");

  private final StoredPoints stored = StoredPoints.none();
  private final Service service = new Service(stored.engine());

  @BeforeEach
  void create() {
    service.success("CreateDatabase", "{'DatabaseName':'metrics','Tags':[" + tag("a", "1") + "]}");
    service.success("CreateTable", "{'DatabaseName':'metrics','TableName':'cpu'}");
  }

  @AfterEach
  void close() {
    stored.close();
  }

  private static String tag(String key, String value) {
    return "{'Key':'" + key + "','Value':'" + value + "'}";
  }

  private static String tags(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> tag("key" + i, ""))
        .collect(Collectors.joining(","));
  }

  private String list(String arn) {
    return service.success("ListTagsForResource", "{'ResourceARN':'" + arn + "'}");
  }

  @Test
  void tagsOfTheCreationAreListed() {
    assertEquals("{'Tags':[" + tag("a", "1") + "]}", list(DATABASE));
    assertEquals("{'Tags':[]}", list(TABLE));
  }

  @Test
  void tagsAreSetReplacedAndTakenAway() {
    String set = "{'ResourceARN':'" + TABLE + "','Tags':[" + tag("b", "2") + "," + tag("a", "1");
    assertEquals("{}", service.success("TagResource", set + "]}"));
    service.success(
        "TagResource", "{'ResourceARN':'" + TABLE + "','Tags':[" + tag("b", "3") + "]}");
    assertEquals("{'Tags':[" + tag("a", "1") + "," + tag("b", "3") + "]}", list(TABLE));

    assertEquals(
        "{}",
        service.success(
            "UntagResource", "{'ResourceARN':'" + TABLE + "','TagKeys':['a','nobody']}"));
    assertEquals("{'Tags':[" + tag("b", "3") + "]}", list(TABLE));
    assertEquals("{'Tags':[" + tag("a", "1") + "]}", list(DATABASE));
  }

  @Test
  void anArnWithTheRegionOfAnotherCallerNamesTheSame() {
    assertEquals(list(DATABASE), list(DATABASE.replace("eu-west-1", "ap-south-1")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:timestream:eu-west-1:000000000000:database/nowhere",
        "arn:aws:timestream:eu-west-1:000000000000:database/no",
        "arn:aws:timestream:eu-west-1:000000000000:database/metrics/table/nothing",
        "arn:aws:timestream:eu-west-1:000000000001:database/metrics",
        "arn:aws:timestream:eu-west-1:000000000000:scheduled-query/hourly-1a2b",
        "arn:aws:timestream:eu-west-1:000000000000:database/metrics/cpu"
      })
  void whatDoesNotExistIsNotFound(String arn) {
    for (String failure :
        new String[] {
          service.failure("ListTagsForResource", "{'ResourceARN':'" + arn + "'}"),
          service.failure("TagResource", "{'ResourceARN':'" + arn + "','Tags':[]}"),
          service.failure("UntagResource", "{'ResourceARN':'" + arn + "','TagKeys':[]}")
        }) {
      assertTrue(failure.startsWith("404 {'__type':'ResourceNotFoundException'"), failure);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "metrics",
        "arn:aws:s3:::metrics",
        "arn:aws:timestream::000000000000:database/metrics",
        "arn:aws:timestream:eu-west-1:me:database/metrics",
        "arn:aws:timestream:eu-west-1:000000000000:"
      })
  void whatIsNoArnOfTheServiceIsMalformed(String arn) {
    String failure = service.failure("ListTagsForResource", "{'ResourceARN':'" + arn + "'}");

    assertTrue(failure.startsWith("400 {'__type':'ValidationException'"), failure);
  }

  @Test
  void aTagTooManyIsBeyondTheQuota() {
    String request = "{'ResourceARN':'" + TABLE + "','Tags':[";
    service.success("TagResource", request + tags(200) + "]}");

    String failure = service.failure("TagResource", request + tag("more", "") + "]}");

    assertTrue(failure.startsWith("402 {'__type':'ServiceQuotaExceededException'"), failure);
    service.success("TagResource", request + tag("key7", "another value") + "]}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"aws:", "AWS:createdBy"})
  void keysOfTheServiceAreReserved(String key) {
    String failure =
        service.failure(
            "TagResource", "{'ResourceARN':'" + TABLE + "','Tags':[" + tag(key, "x") + "]}");

    assertTrue(failure.startsWith("400 {'__type':'ValidationException'"), failure);
  }

  @Test
  void tagsComeInPagesForThoseWhoAskForPages() {
    service.success("TagResource", "{'ResourceARN':'" + TABLE + "','Tags':[" + tags(25) + "]}");
    assertEquals(25, list(TABLE).split("'Key'", -1).length - 1);

    int found = 0;
    String token = "";
    do {
      String page =
          service.success(
              "ListTagsForResource",
              "{'ResourceARN':'" + TABLE + "','MaxResults':10" + token + "}");
      found += page.split("'Key'", -1).length - 1;
      Matcher next = TOKEN.matcher(page);
      token = next.find() ? next.group() : "";
    } while (!token.isEmpty());

    assertEquals(25, found);
  }

  @Test
  void aTokenIsGoodForItsResourceOnly() {
    service.success("TagResource", "{'ResourceARN':'" + TABLE + "','Tags':[" + tags(3) + "]}");
    Matcher token =
        TOKEN.matcher(
            service.success(
                "ListTagsForResource", "{'ResourceARN':'" + TABLE + "','MaxResults':1}"));
    assertTrue(token.find());

    String failure =
        service.failure(
            "ListTagsForResource", "{'ResourceARN':'" + DATABASE + "'" + token.group() + "}");

    assertTrue(failure.contains("Invalid pagination token."), failure);
  }
}
