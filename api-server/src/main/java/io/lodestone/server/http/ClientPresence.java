package io.lodestone.server.http;

import java.util.Objects;

/**
 * Whether the client of one request still waits for its answer. Work that takes long says what is
 * to be done when nobody does any more. Safe for several threads.
 */
public final class ClientPresence {
  private static final Runnable NOTHING = () -> {};

  /** Guarded by this. */
  private Runnable farewell = NOTHING;

  private boolean gone;

  /**
   * Says what to do when the client hangs up before it is answered; in the place of what was said
   * before. Done at once when it has hung up already.
   *
   * @param act called once at most, on any thread
   */
  public void onDeparture(Runnable act) {
    Objects.requireNonNull(act, "act");
    synchronized (this) {
      farewell = act;
      if (!gone) {
        return;
      }
    }
    act.run();
  }

  /** Takes back what {@link #onDeparture} said; an act that runs already goes on. */
  public void stays() {
    synchronized (this) {
      farewell = NOTHING;
    }
  }

  /** The client has hung up. */
  public void depart() {
    Runnable act;
    synchronized (this) {
      if (gone) {
        return;
      }
      gone = true;
      act = farewell;
    }
    act.run();
  }
}
