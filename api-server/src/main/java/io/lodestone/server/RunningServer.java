package io.lodestone.server;

import io.lodestone.server.log.EventLog;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;

/**
 * A server that answers, until closed. Owns everything that was opened for it. One thread closes.
 */
final class RunningServer implements AutoCloseable {
  /** Something to close, and what the log calls it. */
  private record Part(String name, AutoCloseable resource) {}

  private final EventLog log;
  private final Deque<Part> parts = new ArrayDeque<>();
  private String url = "";

  RunningServer(EventLog log) {
    this.log = Objects.requireNonNull(log, "log");
  }

  /** Takes over the closing of a part; parts are closed last come, first served. */
  void owns(String name, AutoCloseable resource) {
    parts.push(new Part(name, resource));
  }

  void listensOn(InetSocketAddress address, boolean secure) {
    url = ServerUrl.of(address, secure);
  }

  /** How a client on this machine reaches it. */
  String url() {
    return url;
  }

  /**
   * Stops accepting, lets requests in flight finish, writes what has to be written. All parts are
   * closed, whatever one of them does.
   *
   * @throws StartException when one could not be closed as it should
   */
  @Override
  public void close() {
    Exception first = null;
    while (!parts.isEmpty()) {
      Part part = parts.pop();
      try {
        part.resource().close();
      } catch (Exception e) {
        log.error("closing failed", e, "part", part.name());
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw new StartException("the server did not stop cleanly: " + first.getMessage(), first);
    }
    log.info("stopped", "url", url);
  }

  /** Closes what a failed start had opened; a failure of that goes with the first one. */
  void closeAfter(Exception failure) {
    while (!parts.isEmpty()) {
      try {
        parts.pop().resource().close();
      } catch (Exception e) {
        failure.addSuppressed(e);
      }
    }
  }
}
