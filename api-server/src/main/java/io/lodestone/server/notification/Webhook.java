package io.lodestone.server.notification;

import io.lodestone.agent.Agent;
import io.lodestone.agent.AgentHandle;
import io.lodestone.agent.AgentHost;
import io.lodestone.server.log.EventLog;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Posts notifications to one address, in their order, in the form in which SNS does. A bounded
 * queue lies between those who send and the address; what does not fit any more, and what was not
 * taken after some attempts, is told to the log. Redirections are not followed: nobody but the
 * operator says where something is sent.
 *
 * <p>Safe for several threads.
 */
public final class Webhook implements Notifier, AutoCloseable {
  private static final int WAITING_MAX = 1_000;
  private static final int ATTEMPTS_MAX = 4;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final int TIMEOUT_MILLIS = 5_000;
  private static final int TOO_MANY_REQUESTS = 429;

  /** A notification on its way. */
  private record Waiting(String id, Notification notification, Instant time) {}

  private final URI address;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final EventLog log;

  /** Guards what follows. */
  private final Object lock = new Object();

  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private AgentHandle agent;
  private boolean closed;

  /**
   * @param address of the scheme http or https
   * @param random names messages
   */
  public Webhook(URI address, InstantSource clock, RandomGenerator random, EventLog log) {
    this.address = Objects.requireNonNull(address, "address");
    this.clock = Objects.requireNonNull(clock, "clock");
    this.random = Objects.requireNonNull(random, "random");
    this.log = Objects.requireNonNull(log, "log");
  }

  /** Begins to send. */
  public void start(AgentHost agents) {
    synchronized (lock) {
      agent = agents.start(new Sender());
    }
  }

  @Override
  public void send(Notification notification) {
    Waiting lost = null;
    synchronized (lock) {
      if (waiting.size() == WAITING_MAX) {
        lost = waiting.removeFirst();
      }
      waiting.addLast(
          new Waiting(
              new UUID(random.nextLong(), random.nextLong()).toString(),
              notification,
              clock.instant()));
      if (agent != null) {
        agent.wake();
      }
    }
    if (lost != null) {
      lost(lost, "too many are waiting");
    }
  }

  /** Waits for the attempt that is going on; what still waits is told to the log. */
  @Override
  public void close() {
    AgentHandle ending;
    synchronized (lock) {
      closed = true;
      ending = agent;
    }
    if (ending != null) {
      ending.close();
    }
    synchronized (lock) {
      waiting.forEach(notification -> lost(notification, "the server has stopped"));
      waiting.clear();
    }
  }

  private void lost(Waiting message, String reason) {
    log.warn(
        "notification not delivered",
        "message",
        message.id(),
        "topic",
        message.notification().topicArn(),
        "reason",
        reason);
  }

  /** Sends one after the other. */
  private final class Sender implements Agent {
    private int attempts;

    /** Not to be tried before, unless the clock was set back. */
    private Instant notBefore = Instant.MIN;

    @Override
    public String name() {
      return "webhook";
    }

    @Override
    public long step() {
      Waiting next;
      synchronized (lock) {
        next = closed ? null : waiting.peekFirst();
      }
      if (next == null) {
        return IDLE;
      }
      Instant now = clock.instant();
      if (now.isBefore(notBefore)) {
        return Math.max(1, Duration.between(now, notBefore).toMillis());
      }
      attempts++;
      String failure = attempt(next);
      if (failure.isEmpty()) {
        taken(next);
        return MORE;
      }
      if (attempts < ATTEMPTS_MAX && !failure.startsWith(REFUSED)) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << 2 * (attempts - 1));
        notBefore = now.plus(pause);
        return pause.toMillis();
      }
      taken(next);
      lost(next, failure);
      return MORE;
    }

    private void taken(Waiting message) {
      attempts = 0;
      notBefore = Instant.MIN;
      synchronized (lock) {
        // The oldest may have made room for another one meanwhile.
        waiting.remove(message);
      }
    }

    private static final String REFUSED = "refused: ";

    /** Why it was not taken, or nothing. */
    private String attempt(Waiting message) {
      byte[] body = SnsEnvelope.of(message.id(), message.notification(), message.time());
      try {
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        try {
          connection.setInstanceFollowRedirects(false);
          connection.setConnectTimeout(TIMEOUT_MILLIS);
          connection.setReadTimeout(TIMEOUT_MILLIS);
          connection.setRequestMethod("POST");
          connection.setRequestProperty("Content-Type", "text/plain; charset=UTF-8");
          connection.setRequestProperty("x-amz-sns-message-type", "Notification");
          connection.setRequestProperty("x-amz-sns-message-id", message.id());
          connection.setRequestProperty("x-amz-sns-topic-arn", header(message.notification()));
          connection.setDoOutput(true);
          connection.setFixedLengthStreamingMode(body.length);
          try (OutputStream out = connection.getOutputStream()) {
            out.write(body);
          }
          int status = connection.getResponseCode();
          if (status >= 200 && status < 300) {
            return "";
          }
          boolean again = status >= 500 || status == TOO_MANY_REQUESTS;
          return (again ? "" : REFUSED) + "status " + status;
        } finally {
          connection.disconnect();
        }
      } catch (IOException e) {
        return e.toString();
      }
    }

    /** A client chose the text: nothing but what an ARN may hold gets into a header. */
    private static String header(Notification notification) {
      return notification.topicArn().replaceAll("[^A-Za-z0-9:/_.+=@-]", "?");
    }
  }
}
