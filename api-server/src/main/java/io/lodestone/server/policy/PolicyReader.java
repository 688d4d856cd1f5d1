package io.lodestone.server.policy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.lodestone.server.policy.Statement.Effect;
import io.lodestone.server.policy.Statement.Selection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Reads a policy document. Whatever it does not know is an error, and so is a member that stands
 * there twice: a statement that is understood in part allows more, or denies less, than its author
 * meant. One document, one thread.
 */
final class PolicyReader {
  private static final JsonFactory JSON =
      new JsonFactoryBuilder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private static final Pattern ACTION = Pattern.compile("\\*|[a-zA-Z0-9-]+:[a-zA-Z0-9*?]+");

  private final JsonParser in;
  private int statement;

  private PolicyReader(JsonParser in) {
    this.in = in;
  }

  static Policy read(String text) {
    if (text.length() > Policy.TEXT_CHARS_MAX) {
      throw new InvalidPolicyException(
          "the policy is longer than " + Policy.TEXT_CHARS_MAX + " characters");
    }
    try (JsonParser in = JSON.createParser(text)) {
      PolicyReader reader = new PolicyReader(in);
      try {
        in.nextToken();
        List<Statement> statements = reader.document();
        if (in.nextToken() != null) {
          throw new InvalidPolicyException("text follows the end of the policy");
        }
        return new Policy(text, statements);
      } catch (InvalidPolicyException e) {
        throw reader.statement == 0
            ? e
            : new InvalidPolicyException(
                "statement " + reader.statement + ": " + e.getMessage(), e);
      }
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      throw new InvalidPolicyException(
          "the policy is not valid JSON, line " + line + ": " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
  }

  private List<Statement> document() throws IOException {
    begin(JsonToken.START_OBJECT, "a policy");
    List<Statement> statements = null;
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String member = in.currentName();
      in.nextToken();
      switch (member) {
        case "Version" -> version();
        case "Id" -> string("Id");
        case "Statement" -> statements = list(this::statement);
        default -> throw new InvalidPolicyException("a policy has no member " + member);
      }
    }
    if (statements == null || statements.isEmpty()) {
      throw new InvalidPolicyException("a policy has at least one Statement");
    }
    statement = 0;
    return statements;
  }

  private void version() throws IOException {
    String version = string("Version");
    if (!version.equals("2012-10-17") && !version.equals("2008-10-17")) {
      throw new InvalidPolicyException("Version is 2012-10-17 or 2008-10-17, found " + version);
    }
  }

  private Statement statement() throws IOException {
    statement++;
    begin(JsonToken.START_OBJECT, "a statement");
    Effect effect = null;
    Selection actions = null;
    Selection resources = null;
    List<Condition> conditions = List.of();
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String member = in.currentName();
      in.nextToken();
      switch (member) {
        case "Sid" -> string("Sid");
        case "Effect" -> effect = effect();
        case "Action", "NotAction" -> actions = once(actions, member, this::action);
        case "Resource", "NotResource" -> resources = once(resources, member, this::resource);
        case "Condition" -> conditions = conditions();
        default -> throw new InvalidPolicyException(member + " is not supported");
      }
    }
    return new Statement(
        required(effect, "Effect"),
        required(actions, "Action or NotAction"),
        required(resources, "Resource or NotResource"),
        conditions);
  }

  private Effect effect() throws IOException {
    String effect = string("Effect");
    return switch (effect) {
      case "Allow" -> Effect.ALLOW;
      case "Deny" -> Effect.DENY;
      default -> throw new InvalidPolicyException("Effect is Allow or Deny, found " + effect);
    };
  }

  /** The member or its negation, but not both. */
  private Selection once(Selection known, String member, Element<Predicate<String>> element)
      throws IOException {
    if (known != null) {
      throw new InvalidPolicyException("a member and its negation, " + member + ", stand together");
    }
    List<Predicate<String>> patterns = list(element);
    if (patterns.isEmpty()) {
      throw new InvalidPolicyException(member + " is empty");
    }
    return new Selection(patterns, member.startsWith("Not"));
  }

  private Predicate<String> action() throws IOException {
    String action = string("an action");
    if (!ACTION.matcher(action).matches()) {
      throw new InvalidPolicyException(
          "an action is * or service:name, with * and ? in the name; found " + action);
    }
    return Wildcard.ignoringCase(action)::matches;
  }

  private Predicate<String> resource() throws IOException {
    String resource = withoutVariables(string("a resource"));
    return ResourcePattern.parse(resource)
            .orElseThrow(
                () ->
                    new InvalidPolicyException(
                        "a resource is * or an ARN, arn:aws:service:region:account:name, with * and"
                            + " ? inside its parts; found "
                            + resource))
        ::matches;
  }

  /** Operators over keys over values: all of them have to hold. */
  private List<Condition> conditions() throws IOException {
    begin(JsonToken.START_OBJECT, "a Condition");
    List<Condition> conditions = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String operator = in.currentName();
      in.nextToken();
      begin(JsonToken.START_OBJECT, operator);
      while (in.nextToken() != JsonToken.END_OBJECT) {
        String key = in.currentName();
        in.nextToken();
        List<String> values = list(this::conditionValue);
        if (values.isEmpty()) {
          throw new InvalidPolicyException(operator + " has no values for " + key);
        }
        conditions.add(Condition.of(operator, key, values));
      }
    }
    return conditions;
  }

  /** IAM takes the bare word where a Bool is asked for. */
  private String conditionValue() throws IOException {
    return switch (in.currentToken()) {
      case VALUE_TRUE -> "true";
      case VALUE_FALSE -> "false";
      default -> withoutVariables(string("a value"));
    };
  }

  private static String withoutVariables(String text) {
    if (text.contains("${")) {
      throw new InvalidPolicyException("policy variables are not supported: " + text);
    }
    return text;
  }

  /** Reads one element of a list. */
  @FunctionalInterface
  private interface Element<T> {
    T read() throws IOException;
  }

  /** A list, or a single element in its place. */
  private <T> List<T> list(Element<T> element) throws IOException {
    List<T> all = new ArrayList<>();
    if (in.currentToken() != JsonToken.START_ARRAY) {
      all.add(element.read());
      return all;
    }
    while (in.nextToken() != JsonToken.END_ARRAY) {
      all.add(element.read());
    }
    return all;
  }

  private String string(String what) throws IOException {
    begin(JsonToken.VALUE_STRING, what);
    return in.getText();
  }

  private void begin(JsonToken expected, String what) {
    if (in.currentToken() != expected) {
      String kind = expected == JsonToken.VALUE_STRING ? "a text" : "an object";
      throw new InvalidPolicyException(what + " has to be " + kind);
    }
  }

  private static <T> T required(T value, String member) {
    return Optional.ofNullable(value)
        .orElseThrow(() -> new InvalidPolicyException("a statement lacks its " + member));
  }
}
