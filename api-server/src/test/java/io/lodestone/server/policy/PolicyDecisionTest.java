package io.lodestone.server.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.server.policy.AccessRequest.Circumstances;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Random policies and requests, decided twice: by the code, and by a judge that goes by the
 * definition alone. The judge reads no JSON; it knows the statements from which the text was made.
 */
class PolicyDecisionTest {
  private static final int POLICIES = Integer.getInteger("lodestone.policies", 4_000);
  private static final int REQUESTS_EACH = 12;

  private static final String[] ACTIONS = {
    "timestream:Select", "timestream:WriteRecords", "timestream:ListTables", "dynamodb:GetRecords"
  };
  private static final String[] REGIONS = {"eu-west-1", "eu-west-2", "us-east-1"};
  private static final String[] SOURCES = {"10.0.0.1", "10.1.0.1", "192.0.2.7", "2001:db8::1"};

  /** Statement as drawn; null conditions are absent. */
  private record Drawn(
      boolean allow,
      boolean notAction,
      List<String> actions,
      boolean notResource,
      List<String> resources,
      String regionOperator,
      List<String> regions,
      String sourceOperator,
      List<String> sources,
      String secure) {}

  private final long seed = new SplittableRandom().nextLong();
  private final SplittableRandom random = new SplittableRandom(seed);

  @Test
  void decisionsAreThoseOfTheDefinition() throws Exception {
    Map<Decision, Integer> seen = new EnumMap<>(Decision.class);
    for (int p = 0; p < POLICIES; p++) {
      List<Drawn> statements = new ArrayList<>();
      for (int s = 1 + random.nextInt(4); s > 0; s--) {
        statements.add(draw());
      }
      String text = json(statements);
      Policy policy = Policy.parse(text);
      for (int r = 0; r < REQUESTS_EACH; r++) {
        AccessRequest request = request();
        Decision expected = judge(statements, request);
        assertEquals(
            expected, policy.decide(request), () -> "seed " + seed + ": " + text + " " + request);
        seen.merge(expected, 1, Integer::sum);
      }
    }
    for (Decision decision : Decision.values()) {
      assertTrue(seen.getOrDefault(decision, 0) > POLICIES / 10, "seed " + seed + ": " + seen);
    }
  }

  // ---- the judge

  private static Decision judge(List<Drawn> statements, AccessRequest request) throws Exception {
    boolean allowed = false;
    boolean denied = false;
    for (Drawn statement : statements) {
      boolean action = false;
      for (String pattern : statement.actions) {
        action |= fits(pattern.toLowerCase(Locale.ROOT), request.action().toLowerCase(Locale.ROOT));
      }
      boolean resource = false;
      for (String pattern : statement.resources) {
        resource |= pattern.equals("*") || fitsByPart(pattern, request.resource());
      }
      if (action != statement.notAction
          && resource != statement.notResource
          && conditionsHold(statement, request.circumstances())) {
        allowed |= statement.allow;
        denied |= !statement.allow;
      }
    }
    return denied ? Decision.DENIED : allowed ? Decision.ALLOWED : Decision.NOT_ALLOWED;
  }

  private static boolean conditionsHold(Drawn statement, Circumstances circumstances)
      throws Exception {
    boolean hold = true;
    if (statement.regionOperator != null) {
      boolean like = statement.regionOperator.endsWith("Like");
      boolean any = false;
      for (String value : statement.regions) {
        any |= like ? fits(value, circumstances.region()) : value.equals(circumstances.region());
      }
      hold &= any != statement.regionOperator.contains("Not");
    }
    if (statement.sourceOperator != null) {
      boolean any = false;
      for (String block : statement.sources) {
        any |= bits(circumstances.source()).startsWith(prefix(block));
      }
      hold &= any != statement.sourceOperator.startsWith("Not");
    }
    if (statement.secure != null) {
      hold &= Boolean.parseBoolean(statement.secure) == circumstances.secure();
    }
    return hold;
  }

  private static boolean fitsByPart(String pattern, String resource) {
    List<String> patterns = new ArrayList<>(List.of(pattern.split(":", 6)));
    List<String> parts = new ArrayList<>(List.of(resource.split(":", 6)));
    if (parts.size() != patterns.size()) {
      return false;
    }
    patterns.remove(3);
    parts.remove(3);
    boolean all = true;
    for (int i = 0; i < parts.size(); i++) {
      all &= fits(patterns.get(i), parts.get(i));
    }
    return all;
  }

  /** By the definition, in exponential time: a star is nothing, or one character and a star. */
  private static boolean fits(String pattern, String text) {
    if (pattern.isEmpty()) {
      return text.isEmpty();
    }
    return switch (pattern.charAt(0)) {
      case '*' ->
          fits(pattern.substring(1), text) || !text.isEmpty() && fits(pattern, text.substring(1));
      case '?' -> !text.isEmpty() && fits(pattern.substring(1), text.substring(1));
      default ->
          !text.isEmpty()
              && text.charAt(0) == pattern.charAt(0)
              && fits(pattern.substring(1), text.substring(1));
    };
  }

  /** The family, and then a digit for each bit. */
  private static String bits(InetAddress address) {
    StringBuilder bits = new StringBuilder(address.getAddress().length + ":");
    for (byte b : address.getAddress()) {
      bits.append(Integer.toBinaryString((b & 0xFF) | 0x100).substring(1));
    }
    return bits.toString();
  }

  private static String prefix(String block) throws Exception {
    String[] parts = block.split("/");
    String all = bits(InetAddress.getByName(parts[0]));
    return parts.length == 1
        ? all
        : all.substring(0, all.indexOf(':') + 1 + Integer.parseInt(parts[1]));
  }

  // ---- the lots

  private Drawn draw() {
    boolean regions = random.nextInt(4) == 0;
    boolean sources = random.nextInt(4) == 0;
    return new Drawn(
        random.nextInt(10) < 7,
        random.nextInt(6) == 0,
        some(this::action),
        random.nextInt(6) == 0,
        some(this::resource),
        regions ? pick("StringEquals", "StringLike", "StringNotEquals", "StringNotLike") : null,
        some(() -> blurred(pick(REGIONS))),
        sources ? pick("IpAddress", "NotIpAddress") : null,
        some(
            () ->
                pick(
                    "10.0.0.0/8", "10.0.0.1", "10.1.0.0/15", "0.0.0.0/0", "2001:db8::/31", "::/0")),
        random.nextInt(8) == 0 ? pick("true", "false") : null);
  }

  private AccessRequest request() throws Exception {
    String resource = random.nextInt(5) == 0 ? AccessRequest.ANY_RESOURCE : arn();
    return new AccessRequest(
        pick(ACTIONS),
        resource,
        new Circumstances(
            InetAddress.getByName(pick(SOURCES)), random.nextBoolean(), pick(REGIONS)));
  }

  private String action() {
    String action = pick(ACTIONS);
    int colon = action.indexOf(':') + 1;
    String name = blurred(action.substring(colon));
    return switch (random.nextInt(6)) {
      case 0 -> "*";
      case 1 -> action.substring(0, colon) + "*";
      case 2 -> action.toUpperCase(Locale.ROOT);
      default -> action.substring(0, colon) + name;
    };
  }

  private String resource() {
    String[] parts = arn().split(":");
    int part = 1 + random.nextInt(parts.length - 1);
    parts[part] = blurred(parts[part]);
    parts[5] = blurred(parts[5]);
    return random.nextInt(4) == 0 ? "*" : String.join(":", parts);
  }

  private String arn() {
    String database = "arn:aws:timestream:" + pick(REGIONS) + ":0:database/" + pick("a", "b");
    return random.nextBoolean() ? database : database + "/table/" + pick("t", "u");
  }

  /** With some of its characters hidden behind wildcards. */
  private String blurred(String text) {
    StringBuilder blurred = new StringBuilder(text);
    for (int i = random.nextInt(3); i > 0 && blurred.length() > 1; i--) {
      int at = random.nextInt(blurred.length());
      if (random.nextBoolean()) {
        blurred.setCharAt(at, '?');
      } else {
        int end = Math.min(blurred.length(), at + random.nextInt(6));
        blurred.replace(at, end, "*");
      }
    }
    return blurred.toString();
  }

  private <T> List<T> some(java.util.function.Supplier<T> lot) {
    List<T> all = new ArrayList<>();
    for (int i = 1 + random.nextInt(2); i > 0; i--) {
      all.add(lot.get());
    }
    return all;
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  // ---- the text

  private static String json(List<Drawn> statements) {
    return statements.stream()
        .map(PolicyDecisionTest::json)
        .collect(Collectors.joining(",", "{\"Version\":\"2012-10-17\",\"Statement\":[", "]}"));
  }

  private static String json(Drawn drawn) {
    List<String> conditions = new ArrayList<>();
    if (drawn.regionOperator != null) {
      conditions.add(condition(drawn.regionOperator, "aws:RequestedRegion", list(drawn.regions)));
    }
    if (drawn.sourceOperator != null) {
      conditions.add(condition(drawn.sourceOperator, "AWS:SOURCEIP", list(drawn.sources)));
    }
    if (drawn.secure != null) {
      conditions.add(condition("Bool", "aws:SecureTransport", drawn.secure));
    }
    return "{\"Effect\":\""
        + (drawn.allow ? "Allow" : "Deny")
        + "\",\""
        + (drawn.notAction ? "NotAction" : "Action")
        + "\":"
        + list(drawn.actions)
        + ",\""
        + (drawn.notResource ? "NotResource" : "Resource")
        + "\":"
        + list(drawn.resources)
        + (conditions.isEmpty() ? "" : ",\"Condition\":{" + String.join(",", conditions) + "}")
        + "}";
  }

  private static String condition(String operator, String key, String values) {
    return "\"" + operator + "\":{\"" + key + "\":" + values + "}";
  }

  /** A single text stands for a list of one, as in IAM. */
  private static String list(List<String> texts) {
    String joined = texts.stream().map(text -> '"' + text + '"').collect(Collectors.joining(","));
    return texts.size() == 1 ? joined : "[" + joined + "]";
  }
}
