package io.lodestone.server;

import io.lodestone.agent.Agent;
import java.util.List;

/** Looks once a second whether anything that the server has read has been changed. */
final class RenewalAgent implements Agent {
  private static final long MILLIS_BETWEEN_CHECKS = 1_000;

  private final List<Renewal> renewals;

  RenewalAgent(List<Renewal> renewals) {
    this.renewals = List.copyOf(renewals);
  }

  @Override
  public String name() {
    return "lodestone-renewal";
  }

  @Override
  public long step() {
    renewals.forEach(Renewal::check);
    return MILLIS_BETWEEN_CHECKS;
  }
}
