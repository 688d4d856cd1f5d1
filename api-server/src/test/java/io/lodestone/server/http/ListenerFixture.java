package io.lodestone.server.http;

import io.lodestone.server.log.EventLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** A listener on a free port of this machine, with its log kept. */
final class ListenerFixture implements AutoCloseable {
  static final Duration LONG = Duration.ofSeconds(60);

  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final HttpListener listener;

  ListenerFixture(HttpOptions options, HttpHandler handler) throws IOException {
    this(Optional.empty(), options, handler);
  }

  ListenerFixture(Optional<SSLContext> tls, HttpOptions options, HttpHandler handler)
      throws IOException {
    listener =
        HttpListener.open(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            tls,
            options,
            handler,
            task -> Thread.ofVirtual().start(task),
            () -> Instant.parse("2026-01-02T03:04:05Z"),
            new EventLog(new PrintStream(log, true, StandardCharsets.UTF_8), () -> Instant.EPOCH));
  }

  /** Options with these two times, and small limits otherwise. */
  static HttpOptions options(Duration headerTimeout, Duration bodyWindow, Duration idleTimeout) {
    return new HttpOptions(
        100_000, 300_000, 2_000, 20, headerTimeout, bodyWindow, 1_000, idleTimeout, 60, 60, LONG);
  }

  /** Patient options with these two limits. */
  static HttpOptions crowded(long bodiesBytesMax, int connectionsPerAddressMax) {
    return new HttpOptions(
        100_000,
        bodiesBytesMax,
        2_000,
        20,
        LONG,
        LONG,
        1_000,
        LONG,
        60,
        connectionsPerAddressMax,
        LONG);
  }

  static HttpOptions patient() {
    return options(LONG, LONG, LONG);
  }

  RawClient client() throws IOException {
    return new RawClient(listener.address());
  }

  InetSocketAddress address() {
    return listener.address();
  }

  String log() {
    return log.toString(StandardCharsets.UTF_8);
  }

  HttpListener listener() {
    return listener;
  }

  @Override
  public void close() {
    listener.close();
  }
}
