package io.lodestone.engine.feed;

import io.lodestone.model.ResourceException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Those who wait for a frame of the log to be followed. Safe for several threads. */
final class FollowedFrames {
  private final ConcurrentLinkedQueue<Waiter> waiters = new ConcurrentLinkedQueue<>();

  private record Waiter(long frame, CompletableFuture<Void> future) {}

  boolean isAwaited() {
    return !waiters.isEmpty();
  }

  /** Completed when all frames up to one have been followed. */
  CompletableFuture<Void> await(long frame) {
    CompletableFuture<Void> future = new CompletableFuture<>();
    waiters.add(new Waiter(frame, future));
    return future;
  }

  /** All frames up to one have been followed. */
  void reached(long frame) {
    waiters.removeIf(
        waiter -> {
          boolean done = waiter.frame() <= frame;
          if (done) {
            waiter.future().complete(null);
          }
          return done;
        });
  }

  /** None will be followed any more. */
  void fail(ResourceException cause) {
    for (Waiter waiter = waiters.poll(); waiter != null; waiter = waiters.poll()) {
      waiter.future().completeExceptionally(cause);
    }
  }
}
