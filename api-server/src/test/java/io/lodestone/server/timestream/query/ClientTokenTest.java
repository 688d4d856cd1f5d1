package io.lodestone.server.timestream.query;

import static io.lodestone.server.timestream.query.QueryClient.queryId;
import static io.lodestone.server.timestream.query.QueryClient.token;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.server.protocol.PageTokens;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A request that is tried again with its client token finds the query that it has begun. */
class ClientTokenTest {
  private static final String TOKEN = "'ClientToken':'0123456789012345678901234567890123456789'";
  private static final String ASKED = "{'QueryString':'q','MaxRows':5," + TOKEN + "}";

  private Instant now = Instant.ofEpochSecond(1_767_225_600);
  private final List<CountingResult> started = new ArrayList<>();
  private final QueryClient client =
      QueryClient.of(
          new QueryService(
              new GivenStatements(
                  () -> {
                    started.add(new CountingResult(20, 20));
                    return started.getLast();
                  }),
              new PageTokens(new byte[32]),
              QueryLimits.DEFAULT,
              RunLimits.DEFAULT,
              QuerySurroundings.inOneThread(() -> now)));

  @Test
  void theSameRequestHasTheSameAnswer() {
    String page = client.success(ASKED);

    assertEquals(page, client.success(ASKED));
    assertEquals(1, started.size());
  }

  @Test
  void onceItIsReadOnItIsAnotherQuery() {
    String page = client.success(ASKED);
    client.success("{'QueryString':'q','MaxRows':5,'NextToken':'" + token(page) + "'}");

    assertNotEquals(queryId(page), queryId(client.success(ASKED)));
  }

  @Test
  void afterTheWindowItIsAnotherQuery() {
    String page = client.success(ASKED);
    now = now.plus(Duration.ofMinutes(5)).plusMillis(1);

    assertNotEquals(queryId(page), queryId(client.success(ASKED)));
  }

  @Test
  void somebodyElsesTokenIsAnother() {
    String page = client.success(ASKED);

    assertNotEquals(queryId(page), queryId(client.as("ANOTHER").success(ASKED)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'QueryString':'Q','MaxRows':5,",
        "{'QueryString':'q','MaxRows':6,",
        "{'QueryString':'q',",
        "{'QueryString':'q','MaxRows':5,'QueryInsights':{'Mode':'ENABLED_WITH_RATE_CONTROL'},"
      })
  void anotherRequestWithTheSameTokenIsInvalid(String members) {
    client.success(ASKED);

    String failure = client.failure(members + TOKEN + "}");

    assertTrue(failure.startsWith("400 {'__type':'ValidationException'"), failure);
    assertTrue(failure.contains("ClientToken"), failure);
  }

  @Test
  void ofVeryManyTokensTheOldestAreForgotten() {
    ClientTokens tokens = new ClientTokens(3, () -> now);
    for (int i = 0; i < 4; i++) {
      tokens.begun("AKID", "token" + i, "q", "query" + i);
    }

    assertEquals(Optional.empty(), tokens.find("AKID", "token0", "q"));
    assertEquals(Optional.of("query1"), tokens.find("AKID", "token1", "q"));
    assertEquals(Optional.of("query3"), tokens.find("AKID", "token3", "q"));
  }
}
