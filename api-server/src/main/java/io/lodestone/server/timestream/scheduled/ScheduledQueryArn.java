package io.lodestone.server.timestream.scheduled;

import io.lodestone.model.InvalidRequestException;
import io.lodestone.model.NotFoundException;
import io.lodestone.server.auth.Principal;
import io.lodestone.server.protocol.Rule;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ARN of a scheduled query, {@code
 * arn:aws:timestream:REGION:ACCOUNT:scheduled-query/NAME-SUFFIX}. The region is that of whoever was
 * told the ARN and says nothing about the query. Stateless.
 */
final class ScheduledQueryArn {
  static final Rule<String> RULE = Rule.text(1, 2_048);

  private static final Pattern FORM =
      Pattern.compile(
          "arn:aws[a-z-]*:timestream:[a-z0-9_-]+:([0-9]{12}):scheduled-query/(.+)", Pattern.DOTALL);

  private ScheduledQueryArn() {}

  /** The ARN, for this caller. */
  static String of(Principal principal, ScheduledQuery query) {
    return "arn:aws:timestream:"
        + principal.region()
        + ":"
        + principal.account()
        + ":"
        + query.resource();
  }

  /**
   * The id that an ARN names.
   *
   * @throws InvalidRequestException when this is no ARN of a scheduled query
   * @throws NotFoundException when it is of another account
   */
  static String id(Principal principal, String arn) {
    Matcher form = FORM.matcher(arn);
    if (!form.matches()) {
      throw new InvalidRequestException(
          "The ScheduledQueryArn is not the ARN of a scheduled query.");
    }
    if (!form.group(1).equals(principal.account().digits())) {
      throw new NotFoundException("The scheduled query " + arn + " does not exist.");
    }
    return form.group(2);
  }
}
