package io.lodestone.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Watches how long a client takes, from the raw bytes up. A connection is in one phase at a time,
 * and each phase has one timer:
 *
 * <pre>
 *   IDLE ── first byte ──> HEADER ──> BODY ──> HANDLING (no timer) ──> ANSWERING ──> IDLE
 *                                               a refused request:     ANSWERING ──> LINGERING
 * </pre>
 *
 * Stands in front of the decoder; the {@link Connection} behind it says when a phase begins. All on
 * the connection's event loop.
 */
final class Patience extends ChannelInboundHandlerAdapter {
  enum Phase {
    IDLE,
    HEADER,
    BODY,
    HANDLING,
    ANSWERING,
    LINGERING
  }

  /** What happens to a client that took too long. */
  interface Timeout {
    /** Called once, on the event loop; the connection is to be closed. */
    void expired(ChannelHandlerContext context, Phase phase);
  }

  private final HttpOptions options;
  private final Timeout timeout;

  private ChannelHandlerContext context;
  private Phase phase = Phase.IDLE;
  private Future<?> timer;
  private long bytesInWindow;

  Patience(HttpOptions options, Timeout timeout) {
    this.options = options;
    this.timeout = timeout;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
  }

  @Override
  public void channelActive(ChannelHandlerContext active) {
    begin(Phase.IDLE);
    active.fireChannelActive();
  }

  @Override
  public void channelRead(ChannelHandlerContext reading, Object message) {
    if (message instanceof ByteBuf bytes) {
      bytesInWindow += bytes.readableBytes();
      if (phase == Phase.IDLE) {
        begin(Phase.HEADER);
      }
    }
    reading.fireChannelRead(message);
  }

  @Override
  public void channelInactive(ChannelHandlerContext inactive) {
    stopTimer();
    inactive.fireChannelInactive();
  }

  Phase phase() {
    return phase;
  }

  /** Enters a phase and gives it its time. */
  void begin(Phase next) {
    phase = next;
    stopTimer();
    switch (next) {
      case IDLE, ANSWERING -> schedule(options.idleTimeout());
      case HEADER, LINGERING -> schedule(options.headerTimeout());
      case BODY -> beginWindow();
      case HANDLING -> {}
    }
  }

  private void beginWindow() {
    bytesInWindow = 0;
    timer =
        context
            .executor()
            .schedule(this::endWindow, options.bodyWindow().toNanos(), TimeUnit.NANOSECONDS);
  }

  private void endWindow() {
    long due = options.bodyBytesPerSecondMin() * options.bodyWindow().toMillis() / 1000;
    if (bytesInWindow < Math.max(1, due)) {
      timeout.expired(context, phase);
    } else {
      beginWindow();
    }
  }

  private void schedule(Duration time) {
    timer =
        context
            .executor()
            .schedule(() -> timeout.expired(context, phase), time.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void stopTimer() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }
}
