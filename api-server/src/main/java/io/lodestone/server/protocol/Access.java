package io.lodestone.server.protocol;

import io.lodestone.server.auth.Principal;
import io.lodestone.server.http.HttpPeer;
import io.lodestone.server.policy.AccessRequest;
import io.lodestone.server.policy.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What the caller may do: asked before anything is done or told. What was asked is remembered, for
 * the audit and for the pages of an answer that come later. One thread at a time.
 */
public final class Access {
  /**
   * Something that was asked.
   *
   * @param action service and operation ("timestream:Select")
   * @param resource an ARN, or {@link AccessRequest#ANY_RESOURCE}
   */
  public record Question(String action, String resource) {
    public Question {
      Objects.requireNonNull(action, "action");
      Objects.requireNonNull(resource, "resource");
    }
  }

  private final Principal principal;
  private final HttpPeer peer;
  private final String service;
  private final String operation;
  private final List<Question> asked = new ArrayList<>(1);

  /**
   * @param principal who asks
   * @param peer from where
   * @param service what actions and ARNs of the service begin with ("timestream")
   * @param operation that is called
   */
  public Access(Principal principal, HttpPeer peer, String service, String operation) {
    this.principal = Objects.requireNonNull(principal, "principal");
    this.peer = Objects.requireNonNull(peer, "peer");
    this.service = Objects.requireNonNull(service, "service");
    this.operation = Objects.requireNonNull(operation, "operation");
  }

  /** Who asks. */
  public Principal principal() {
    return principal;
  }

  /** Where the request came from. */
  public HttpPeer peer() {
    return peer;
  }

  /** The operation as policies name it. */
  public String action() {
    return action(operation);
  }

  /** What has been asked, in order. A copy. */
  public List<Question> asked() {
    return List.copyOf(asked);
  }

  /**
   * Asks for the operation that is called, done to a resource.
   *
   * @param resource the last part of its ARN ("database/d/table/t")
   * @throws ServiceException ACCESS_DENIED
   */
  public void require(String resource) {
    require(operation, resource);
  }

  /**
   * Asks for an action that the operation comes to.
   *
   * @param action without its service ("Select")
   * @param resource the last part of the ARN that it is done to
   * @throws ServiceException ACCESS_DENIED
   */
  public void require(String action, String resource) {
    require(new Question(action(action), arn(resource)));
  }

  /**
   * Asks for an action that is done to nothing in particular.
   *
   * @throws ServiceException ACCESS_DENIED
   */
  public void requireAnywhere(String action) {
    require(new Question(action(action), AccessRequest.ANY_RESOURCE));
  }

  /**
   * Asks something again that was asked in an earlier call of the same caller.
   *
   * @throws ServiceException ACCESS_DENIED
   */
  public void require(Question question) {
    asked.add(question);
    Decision decision =
        principal.decide(
            new AccessRequest(
                question.action(),
                question.resource(),
                new AccessRequest.Circumstances(
                    peer.address(), peer.secure(), principal.region())));
    switch (decision) {
      case ALLOWED -> {}
      case NOT_ALLOWED ->
          throw denied(
              question,
              "because no identity-based policy allows the " + question.action() + " action");
      case DENIED -> throw denied(question, "with an explicit deny in an identity-based policy");
    }
  }

  private ServiceException denied(Question question, String reason) {
    return new ServiceException(
        ErrorType.ACCESS_DENIED,
        "User: "
            + principal.arn()
            + " is not authorized to perform: "
            + question.action()
            + " on resource: "
            + question.resource()
            + " "
            + reason);
  }

  private String action(String name) {
    return service + ":" + name;
  }

  private String arn(String resource) {
    return "arn:aws:"
        + service
        + ":"
        + principal.region()
        + ":"
        + principal.account()
        + ":"
        + resource;
  }

  @Override
  public String toString() {
    return principal + " " + action();
  }
}
