package io.lodestone.server.policy;

import java.util.List;

/**
 * What its holder may do: the statements of an IAM policy document. An act is denied if a statement
 * denies it, allowed if one allows it, and not allowed otherwise. Immutable.
 */
public final class Policy {
  /** Characters of a document. The real service takes 6,144 of a managed policy. */
  public static final int TEXT_CHARS_MAX = 20_480;

  private final String text;
  private final List<Statement> statements;

  Policy(String text, List<Statement> statements) {
    this.text = text;
    this.statements = List.copyOf(statements);
  }

  /**
   * Reads a policy document of JSON.
   *
   * @throws InvalidPolicyException when it is none, or holds anything that is not supported
   */
  public static Policy parse(String text) {
    return PolicyReader.read(text);
  }

  /** What this policy says about an act. */
  public Decision decide(AccessRequest request) {
    Decision decision = Decision.NOT_ALLOWED;
    for (Statement statement : statements) {
      if (statement.appliesTo(request)) {
        switch (statement.effect()) {
          case ALLOW -> decision = Decision.ALLOWED;
          case DENY -> {
            return Decision.DENIED;
          }
        }
      }
    }
    return decision;
  }

  /** The document that it was read from. */
  public String text() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Policy policy && policy.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
