package io.lodestone.engine.manifest;

import io.lodestone.agent.Agent;
import java.io.IOException;

/** Removes segments that no table has, as soon as nobody reads them and the disk allows. */
final class SegmentSweeper implements Agent {
  private static final long LOOK_AGAIN_MILLIS = 250;

  private final SegmentLedger ledger;

  SegmentSweeper(SegmentLedger ledger) {
    this.ledger = ledger;
  }

  @Override
  public String name() {
    return "segment-sweeper";
  }

  @Override
  public long step() {
    try {
      return ledger.sweep() ? LOOK_AGAIN_MILLIS : IDLE;
    } catch (IOException e) {
      // Nothing is lost but room on the disk; the ledger remembers what is left to do.
      return LOOK_AGAIN_MILLIS;
    }
  }
}
