package io.lodestone.server.auth;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The one account of this server, as the ARNs that it hands out name it. Programs that take ARNs
 * apart see what they saw before when it is the account they came from.
 *
 * @param digits exactly twelve
 */
public record AccountId(String digits) {
  private static final Pattern FORM = Pattern.compile("[0-9]{12}");

  /** What a server has that is not told another one. */
  public static final AccountId DEFAULT = new AccountId("000000000000");

  /**
   * @throws IllegalArgumentException when these are not twelve digits
   */
  public AccountId {
    Objects.requireNonNull(digits, "digits");
    if (!FORM.matcher(digits).matches()) {
      throw new IllegalArgumentException("an account id has twelve digits, found '" + digits + "'");
    }
  }

  @Override
  public String toString() {
    return digits;
  }
}
