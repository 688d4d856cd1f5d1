package io.lodestone.server.policy;

import io.lodestone.server.policy.AccessRequest.Circumstances;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * One test of the circumstances: holds when the asked value fits one of several, or, negated, when
 * it fits none of them.
 *
 * @param test whether the value fits one of those named
 * @param negated turns the answer around
 */
record Condition(Predicate<Circumstances> test, boolean negated) {
  private static final String SOURCE = "aws:SourceIp";
  private static final String SECURE = "aws:SecureTransport";
  private static final String REGION = "aws:RequestedRegion";

  boolean holds(Circumstances circumstances) {
    return test.test(circumstances) != negated;
  }

  /**
   * @param operator as the policy spells it
   * @param key what it asks about, in any case
   * @param values at least one
   * @throws InvalidPolicyException when operator or key is not supported, they do not go together,
   *     or a value is not of the key's kind
   */
  static Condition of(String operator, String key, List<String> values) {
    return switch (operator) {
      case "StringEquals" -> region(operator, key, values, Wildcards.LITERAL, false);
      case "StringNotEquals" -> region(operator, key, values, Wildcards.LITERAL, true);
      case "StringLike" -> region(operator, key, values, Wildcards.MATCHED, false);
      case "StringNotLike" -> region(operator, key, values, Wildcards.MATCHED, true);
      case "IpAddress" -> source(operator, key, values, false);
      case "NotIpAddress" -> source(operator, key, values, true);
      case "Bool" -> secure(operator, key, values);
      default ->
          throw new InvalidPolicyException(
              "the condition operator "
                  + operator
                  + " is not supported; StringEquals, StringLike, IpAddress, their negations and"
                  + " Bool are");
    };
  }

  private enum Wildcards {
    LITERAL,
    MATCHED
  }

  private static Condition region(
      String operator, String key, List<String> values, Wildcards wildcards, boolean negated) {
    requireKey(operator, key, REGION);
    Predicate<Circumstances> test =
        switch (wildcards) {
          case LITERAL -> {
            List<String> literals = List.copyOf(values);
            yield circumstances -> literals.contains(circumstances.region());
          }
          case MATCHED -> {
            List<Wildcard> patterns = values.stream().map(Wildcard::of).toList();
            yield circumstances ->
                patterns.stream().anyMatch(pattern -> pattern.matches(circumstances.region()));
          }
        };
    return new Condition(test, negated);
  }

  private static Condition source(
      String operator, String key, List<String> values, boolean negated) {
    requireKey(operator, key, SOURCE);
    List<AddressBlock> blocks = values.stream().map(Condition::block).toList();
    return new Condition(
        circumstances -> blocks.stream().anyMatch(block -> block.contains(circumstances.source())),
        negated);
  }

  private static AddressBlock block(String text) {
    try {
      return AddressBlock.parse(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidPolicyException("'" + text + "' is no address and no block of addresses", e);
    }
  }

  private static Condition secure(String operator, String key, List<String> values) {
    requireKey(operator, key, SECURE);
    List<Boolean> wanted = values.stream().map(Condition::truth).toList();
    return new Condition(circumstances -> wanted.contains(circumstances.secure()), false);
  }

  private static Boolean truth(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new InvalidPolicyException("'" + text + "' is neither true nor false");
    };
  }

  private static void requireKey(String operator, String key, String expected) {
    if (!key.equalsIgnoreCase(expected)) {
      throw new InvalidPolicyException(
          "the condition key "
              + key
              + " is not supported with "
              + operator
              + "; "
              + expected
              + " is");
    }
  }
}
