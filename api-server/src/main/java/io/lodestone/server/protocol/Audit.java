package io.lodestone.server.protocol;

import io.lodestone.server.auth.AuthenticationException;
import io.lodestone.server.http.HttpPeer;
import io.lodestone.server.log.EventLog;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The trail of who was let in to do what: one line for each call that was denied, and for each that
 * is not about points. Safe for several threads.
 *
 * <pre>
 *   event=audit request=… user=… key=… source=192.0.2.7 action=timestream:CreateTable
 *       resource=arn:aws:timestream:… outcome=ok
 * </pre>
 */
final class Audit {
  private static final String EVENT = "audit";
  private static final String OK = "ok";

  private final EventLog log;

  Audit(EventLog log) {
    this.log = log;
  }

  /** A call that was answered. */
  void answered(Access access, String requestId) {
    log.info(EVENT, fields(access, requestId, OK));
  }

  /**
   * A call that was not.
   *
   * @param error its name on the wire
   */
  void failed(Access access, String requestId, String error) {
    log.info(EVENT, fields(access, requestId, error));
  }

  /** A caller who may not do this. */
  void denied(Access access, String requestId, String error) {
    log.warn(EVENT, fields(access, requestId, error));
  }

  /** Somebody who could not be told to be who he says. */
  void unknown(
      HttpPeer peer,
      String action,
      String requestId,
      String error,
      AuthenticationException failure) {
    List<Object> fields = new ArrayList<>();
    Collections.addAll(fields, "request", requestId);
    failure.claimedKey().ifPresent(key -> Collections.addAll(fields, "claimed", key));
    Collections.addAll(
        fields,
        "source",
        peer.address().getHostAddress(),
        "action",
        action,
        "outcome",
        error,
        "reason",
        failure.getMessage());
    log.warn(EVENT, fields.toArray());
  }

  private static Object[] fields(Access access, String requestId, String outcome) {
    String resources =
        access.asked().stream()
            .map(Access.Question::resource)
            .distinct()
            .collect(Collectors.joining(","));
    return new Object[] {
      "request",
      requestId,
      "user",
      access.principal().user(),
      "key",
      access.principal().accessKeyId(),
      "source",
      access.peer().address().getHostAddress(),
      "action",
      access.action(),
      "resource",
      resources,
      "outcome",
      outcome
    };
  }
}
