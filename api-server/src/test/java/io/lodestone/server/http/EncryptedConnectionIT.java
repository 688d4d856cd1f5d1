package io.lodestone.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.server.tls.SelfSigned;
import io.lodestone.server.tls.TlsIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The listener over TLS: what goes through, what does not, and certificates that change. */
class EncryptedConnectionIT {
  private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

  @TempDir private static Path folder;
  private static SelfSigned first;
  private static SelfSigned second;
  private static SSLContext trust;

  private final TlsIdentity identity;

  EncryptedConnectionIT() throws Exception {
    identity = new TlsIdentity(first.identity());
  }

  @BeforeAll
  static void make() throws Exception {
    first = SelfSigned.make(folder, "first", "EC");
    second = SelfSigned.make(folder, "second", "RSA");
    trust = SelfSigned.trusting(first, second);
  }

  private ListenerFixture serve(HttpOptions options) throws IOException {
    return new ListenerFixture(
        Optional.of(identity.context()),
        options,
        request ->
            HttpResponse.text(
                200, "text/plain", request.peer().secure() + " " + request.body().length));
  }

  private static SSLSocket connect(ListenerFixture server, String... versions) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            trust
                .getSocketFactory()
                .createSocket(server.address().getAddress(), server.address().getPort());
    if (versions.length > 0) {
      socket.setEnabledProtocols(versions);
    }
    return socket;
  }

  private static String shown(SSLSocket socket) throws IOException {
    return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
        .getSubjectX500Principal()
        .getName();
  }

  @Test
  void requestsOfBothVersionsAreAnswered() throws Exception {
    try (ListenerFixture server = serve(ListenerFixture.patient())) {
      for (String version : new String[] {"TLSv1.2", "TLSv1.3"}) {
        try (RawClient client = new RawClient(connect(server, version))) {
          assertEquals("true 0", client.send(GET).answer().body());
          String body = "x".repeat(90_000);
          String post = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 90000\r\n\r\n" + body;
          assertEquals("true 90000", client.send(post).answer().body());
        }
      }
    }
  }

  @Test
  void longAnswerArrivesWhole() throws Exception {
    byte[] bytes = "0123456789".repeat(300_000).getBytes(StandardCharsets.US_ASCII);
    HttpResponse answer =
        new HttpResponse(
            200,
            HttpHeaders.EMPTY,
            List.of(new ByteRange(bytes, 0, 7), new ByteRange(bytes, 7, bytes.length - 7)));
    try (ListenerFixture server =
            new ListenerFixture(
                Optional.of(identity.context()), ListenerFixture.patient(), _ -> answer);
        RawClient client = new RawClient(connect(server))) {
      assertEquals(answer.text(), client.send(GET).answer().body());
      assertEquals(answer.text(), client.send(GET).answer().body());
    }
  }

  @Test
  void exchangedIdentityIsShownToNewConnectionsAndOldOnesGoOn() throws Exception {
    try (ListenerFixture server = serve(ListenerFixture.patient());
        SSLSocket before = connect(server);
        RawClient old = new RawClient(before)) {
      assertEquals(200, old.send(GET).answer().status());
      assertEquals("CN=first", shown(before));

      identity.exchange(second.identity());

      assertEquals(200, old.send(GET).answer().status());
      // Another context: one that knows the server would take up the old session again.
      trust = SelfSigned.trusting(first, second);
      try (SSLSocket after = connect(server);
          RawClient client = new RawClient(after)) {
        assertEquals(200, client.send(GET).answer().status());
        assertEquals("CN=second", shown(after));
      }
    }
  }

  @Test
  void requestInTheClearIsClosedWithoutALine() throws Exception {
    try (ListenerFixture server = serve(ListenerFixture.patient())) {
      try (RawClient client = server.client()) {
        // What comes back first is TLS for "this is no TLS".
        client.send(GET).drain();
      }
      try (RawClient client = new RawClient(connect(server))) {
        assertEquals(200, client.send(GET).answer().status());
      }
      assertEquals("", server.log());
    }
  }

  @Test
  void handshakeThatIsNeverFinishedIsClosed() throws Exception {
    Duration brief = Duration.ofMillis(100);
    HttpOptions options =
        ListenerFixture.options(brief, ListenerFixture.LONG, ListenerFixture.LONG);
    try (ListenerFixture server = serve(options);
        RawClient client = server.client()) {
      client.send(new byte[] {22, 3, 1}).drain();
    }
  }

  @Test
  void refusalReachesTheClientThatIsStillSending() throws Exception {
    try (ListenerFixture server = serve(ListenerFixture.patient());
        RawClient client = new RawClient(connect(server))) {
      String head = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9000000\r\n\r\n";
      assertEquals(413, client.send(head + "x".repeat(1_000_000)).answer().status());
      assertTrue(client.isClosedByServer());
    }
  }

  @Test
  void clientThatDoesNotTrustTheServerLeavesNoLine() throws Exception {
    try (ListenerFixture server = serve(ListenerFixture.patient())) {
      trust = SelfSigned.trusting(second);
      try (SSLSocket socket = connect(server)) {
        assertThrows(SSLException.class, socket::startHandshake);
      } finally {
        trust = SelfSigned.trusting(first, second);
      }
      try (RawClient client = new RawClient(connect(server))) {
        assertEquals(200, client.send(GET).answer().status());
      }
      assertEquals("", server.log());
    }
  }
}
