package io.lodestone.server.protocol;

/** Told of every call of an operation. Safe for several threads. */
@FunctionalInterface
public interface CallMeter {
  /** The outcome of a call that was answered as it wished. */
  String OK = "ok";

  /** Counts nothing. */
  CallMeter NONE = _ -> _ -> {};

  /** To be told how a call has ended. */
  @FunctionalInterface
  interface Ending {
    /**
     * The answer is there; sending it is another matter.
     *
     * @param outcome {@link CallMeter#OK}, or the name of the error on the wire
     */
    void ended(String outcome);
  }

  /**
   * A call has arrived.
   *
   * @param operation the name on the wire of one that this server answers
   */
  Ending begin(String operation);
}
