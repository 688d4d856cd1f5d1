package io.lodestone.server.dynamodb.streams;

import io.lodestone.engine.feed.ChangeFeed;
import io.lodestone.engine.feed.FeedStream;
import io.lodestone.model.InvalidRequestException;
import io.lodestone.server.auth.Principal;
import io.lodestone.server.dynamodb.tables.DynamoDbTableName;
import io.lodestone.server.dynamodb.tables.TableArn;
import io.lodestone.server.protocol.Call;
import io.lodestone.server.protocol.ErrorType;
import io.lodestone.server.protocol.Rule;
import io.lodestone.server.protocol.ServiceException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How clients name a stream. The region says nothing about it. Stateless. */
final class StreamArn {
  static final Rule<String> RULE = Rule.text(37, 1_024);

  private static final Pattern FORM =
      Pattern.compile(
          "arn:aws[a-z-]*:dynamodb:[a-z0-9_-]+:([0-9]{12}):(table/([^/]+)/stream/(.+))");

  private StreamArn() {}

  static String of(Principal principal, FeedStream stream) {
    return TableArn.ofStream(principal, stream.table(), stream.since());
  }

  /**
   * The stream of an ARN, for a caller who may do this to it.
   *
   * @throws InvalidRequestException when it is no ARN of a stream
   * @throws ServiceException RESOURCE_NOT_FOUND, when there is none, or not any more; ACCESS_DENIED
   */
  static FeedStream require(Call call, ChangeFeed feed, String arn) {
    Matcher form = parse(arn);
    call.access().require(form.group(2));
    return feed.streams().stream()
        .filter(stream -> DynamoDbTableName.of(stream.table()).equals(form.group(3)))
        .filter(stream -> TableArn.label(stream.since()).equals(form.group(4)))
        .filter(_ -> form.group(1).equals(call.principal().account().digits()))
        .findFirst()
        .orElseThrow(() -> notFound(arn));
  }

  /**
   * What orders streams: the name of the table, then the label. It says where a stream stands that
   * is not kept any more.
   *
   * @throws InvalidRequestException when it is no ARN of a stream
   */
  static String place(String arn) {
    return parse(arn).group(2);
  }

  /** The same of a stream that is there. */
  static String place(FeedStream stream) {
    return TableArn.streamResource(stream.table(), stream.since());
  }

  private static Matcher parse(String arn) {
    Matcher form = FORM.matcher(arn);
    if (!form.matches()) {
      throw new InvalidRequestException(
          "Invalid StreamArn: "
              + arn
              + ". It is arn:aws:dynamodb:REGION:ACCOUNT:table/NAME/stream/LABEL, as DescribeTable and"
              + " ListStreams tell it.");
    }
    return form;
  }

  private static ServiceException notFound(String arn) {
    return new ServiceException(
        ErrorType.RESOURCE_NOT_FOUND,
        "Requested resource not found: Stream: " + arn + " not found");
  }
}
