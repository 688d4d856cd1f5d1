package io.lodestone.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.server.log.EventLog;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ConnectionLimitsTest {
  private static final InetAddress ONE = InetAddress.ofLiteral("192.0.2.1");
  private static final InetAddress OTHER = InetAddress.ofLiteral("192.0.2.2");

  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private Instant now = Instant.EPOCH;
  private final ConnectionLimits limits =
      new ConnectionLimits(
          ListenerFixture.crowded(1, 2),
          () -> now,
          new EventLog(new PrintStream(log, true, StandardCharsets.UTF_8), () -> now));

  @Test
  void oneAddressDoesNotTakeThePlacesOfAnother() {
    assertTrue(limits.admit(ONE));
    assertTrue(limits.admit(ONE));
    assertFalse(limits.admit(ONE));
    assertTrue(limits.admit(OTHER));
    limits.closed(ONE);
    assertTrue(limits.admit(ONE));
    assertFalse(limits.admit(ONE));
  }

  @Test
  void allAddressesTogetherHaveALimit() {
    for (int i = 0; i < 60; i++) {
      assertTrue(limits.admit(InetAddress.ofLiteral("10.0.0." + i)));
    }
    assertFalse(limits.admit(OTHER));
    limits.closed(InetAddress.ofLiteral("10.0.0.7"));
    assertTrue(limits.admit(OTHER));
  }

  @Test
  void addressesOfOneNetworkOfVersion6CountAsOne() {
    assertTrue(limits.admit(InetAddress.ofLiteral("2001:db8::1")));
    assertTrue(limits.admit(InetAddress.ofLiteral("2001:db8::2")));
    assertFalse(limits.admit(InetAddress.ofLiteral("2001:db8::3")));
    assertTrue(limits.admit(InetAddress.ofLiteral("2001:db8:0:1::3")));
  }

  @Test
  void refusalsMakeOneLineASecond() {
    limits.admit(ONE);
    limits.admit(ONE);
    for (int i = 0; i < 100; i++) {
      limits.admit(ONE);
    }
    assertEquals(1, log.toString(StandardCharsets.UTF_8).lines().count());
    now = now.plusSeconds(1);
    limits.admit(ONE);
    assertTrue(log.toString(StandardCharsets.UTF_8).contains("refused=100"), log.toString());
  }
}
