package io.lodestone.server.protocol;

import java.util.Objects;

/** An operation that answers no more often than a rate allows. Safe for several threads. */
public final class RatedOperation implements Operation {
  private final Operation operation;
  private final RequestRate rate;

  /**
   * @param rate may be shared with other operations
   */
  public RatedOperation(Operation operation, RequestRate rate) {
    this.operation = Objects.requireNonNull(operation, "operation");
    this.rate = Objects.requireNonNull(rate, "rate");
  }

  @Override
  public String name() {
    return operation.name();
  }

  @Override
  public boolean asksForAccess() {
    return operation.asksForAccess();
  }

  @Override
  public boolean isAboutPoints() {
    return operation.isAboutPoints();
  }

  @Override
  public Reply handle(Call call) {
    rate.take();
    return operation.handle(call);
  }
}
