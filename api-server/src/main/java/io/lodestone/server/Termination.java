package io.lodestone.server;

import java.util.concurrent.CountDownLatch;

/**
 * The wish of the outside that the process end, and the process's word that it has. Safe for
 * several threads.
 */
final class Termination {
  private final CountDownLatch requested = new CountDownLatch(1);
  private final CountDownLatch finished = new CountDownLatch(1);

  /** Asks for the end. */
  void request() {
    requested.countDown();
  }

  boolean isRequested() {
    return requested.getCount() == 0;
  }

  /** Waits until somebody asks. */
  void awaitRequest() {
    await(requested);
  }

  /** All is written and closed. */
  void finish() {
    finished.countDown();
  }

  /** Waits until all is written and closed. */
  void awaitFinish() {
    await(finished);
  }

  /** An interrupt is no wish to end: signals are. */
  private static void await(CountDownLatch latch) {
    boolean interrupted = false;
    while (true) {
      try {
        latch.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
