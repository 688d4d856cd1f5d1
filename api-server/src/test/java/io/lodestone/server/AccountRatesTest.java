package io.lodestone.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.lodestone.server.auth.UnverifiedAccess;
import io.lodestone.server.http.HttpHeaders;
import io.lodestone.server.http.HttpPeer;
import io.lodestone.server.http.HttpRequest;
import io.lodestone.server.protocol.Access;
import io.lodestone.server.protocol.Call;
import io.lodestone.server.protocol.Operation;
import io.lodestone.server.protocol.Reply;
import io.lodestone.server.protocol.ServiceException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class AccountRatesTest {
  private static final Call CALL =
      new Call(
          new Access(
              new UnverifiedAccess()
                  .authenticate(
                      new HttpRequest("POST", "/", HttpHeaders.EMPTY, new byte[0]), "any"),
              HttpPeer.LOCAL,
              "timestream",
              "Act"),
          "id",
          HttpHeaders.EMPTY,
          new byte[] {'{', '}'});

  private final AccountRates rates = new AccountRates(InstantSource.fixed(Instant.EPOCH));

  private record Named(String name) implements Operation {
    @Override
    public Reply handle(Call call) {
      return Reply.EMPTY;
    }
  }

  /** How many calls of these operations, in turn, are answered within one instant. */
  private int answered(String... names) {
    List<Operation> operations =
        rates.appliedTo(List.of(names).stream().<Operation>map(Named::new).toList());
    int answered = 0;
    try {
      while (answered < 100) {
        operations.get(answered % operations.size()).handle(CALL);
        answered++;
      }
    } catch (ServiceException throttled) {
      assertEquals("Rate exceeded", throttled.getMessage());
    }
    return answered;
  }

  @Test
  void changesShareOneRateAndLooksAnother() {
    assertEquals(1, answered("CreateTable", "DeleteTable", "UpdateDatabase"));
    assertEquals(0, answered("DeleteDatabase"));
    assertEquals(5, answered("DescribeTable", "ListDatabases"));
    assertEquals(0, answered("ListTagsForResource"));
  }

  @Test
  void writesAndQueriesHaveNone() {
    Operation write = new Named("WriteRecords");

    assertSame(write, rates.appliedTo(List.of(write)).getFirst());
    assertEquals(100, answered("Query", "DescribeEndpoints", "TagResource"));
  }
}
