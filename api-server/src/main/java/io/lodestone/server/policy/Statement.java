package io.lodestone.server.policy;

import java.util.List;
import java.util.function.Predicate;

/**
 * One statement of a policy.
 *
 * @param effect what it does to the acts that it speaks of
 * @param actions which actions those are
 * @param resources which resources they are done to
 * @param conditions all of which have to hold
 */
record Statement(
    Effect effect, Selection actions, Selection resources, List<Condition> conditions) {
  enum Effect {
    ALLOW,
    DENY
  }

  /**
   * Texts that fit one of several patterns, or, inverted, none of them.
   *
   * @param inverted for NotAction and NotResource
   */
  record Selection(List<Predicate<String>> patterns, boolean inverted) {
    Selection {
      patterns = List.copyOf(patterns);
    }

    boolean contains(String text) {
      return patterns.stream().anyMatch(pattern -> pattern.test(text)) != inverted;
    }
  }

  Statement {
    conditions = List.copyOf(conditions);
  }

  /** Whether it speaks of this act. */
  boolean appliesTo(AccessRequest request) {
    return actions.contains(request.action())
        && resources.contains(request.resource())
        && conditions.stream().allMatch(condition -> condition.holds(request.circumstances()));
  }
}
