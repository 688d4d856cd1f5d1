package io.lodestone.server.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.server.policy.AccessRequest.Circumstances;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;

/** What is read as a policy, and that nothing else is. */
class PolicyReadingTest {
  private static final String GOOD = "\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"";

  private static Policy statement(String members) {
    return Policy.parse("{\"Version\":\"2012-10-17\",\"Statement\":{" + members + "}}");
  }

  private static void assertRefused(String expected, String text) {
    InvalidPolicyException e =
        assertThrows(InvalidPolicyException.class, () -> Policy.parse(text), text);
    assertTrue(e.getMessage().contains(expected), e.getMessage());
  }

  private static void assertStatementRefused(String expected, String members) {
    assertRefused(expected, "{\"Statement\":[{" + GOOD + "},{" + members + "}]}");
    assertRefused("statement 2: ", "{\"Statement\":[{" + GOOD + "},{" + members + "}]}");
  }

  private static Decision decide(Policy policy, String action, String resource) {
    return policy.decide(
        new AccessRequest(
            action,
            resource,
            new Circumstances(InetAddress.getLoopbackAddress(), false, "us-east-1")));
  }

  @Test
  void aSingleStatementStandsForAList() {
    assertEquals(Decision.ALLOWED, decide(statement(GOOD), "timestream:Query", "*"));
  }

  @Test
  void patternOfAnArnDoesNotSpeakOfActsWithoutAResource() {
    Policy policy =
        statement(
            "\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"arn:aws:timestream:*:*:*\"");
    assertEquals(Decision.NOT_ALLOWED, decide(policy, "timestream:ListDatabases", "*"));
    assertEquals(
        Decision.ALLOWED,
        decide(policy, "timestream:Select", "arn:aws:timestream:us-east-1:0:database/d/table/t"));
  }

  @Test
  void denialInOneRegionCannotBeEvadedBySigningForAnother() {
    Policy policy =
        statement(
            "\"Effect\":\"Deny\",\"Action\":\"*\","
                + "\"Resource\":\"arn:aws:timestream:us-east-1:0:database/d\"");
    assertEquals(
        Decision.DENIED,
        decide(policy, "timestream:DeleteDatabase", "arn:aws:timestream:eu-west-1:0:database/d"));
  }

  @Test
  void whatIsNotUnderstoodIsRefused() {
    assertRefused("not valid JSON", "{");
    assertRefused("not valid JSON", "nonsense");
    assertRefused("a policy has to be an object", "[]");
    assertRefused("a policy has to be an object", "");
    assertRefused("at least one Statement", "{}");
    assertRefused("at least one Statement", "{\"Statement\":[]}");
    assertRefused("no member Statements", "{\"Statements\":[]}");
    assertRefused("Version is", "{\"Version\":\"2024-01-01\",\"Statement\":{" + GOOD + "}}");
    assertRefused("Duplicate field", "{\"Statement\":{" + GOOD + ",\"Effect\":\"Deny\"}}");
    assertRefused("text follows", "{\"Statement\":{" + GOOD + "}} {}");
    assertRefused("longer than", "{\"Id\":\"" + "x".repeat(Policy.TEXT_CHARS_MAX) + "\"}");
  }

  @Test
  void statementsThatAreIncompleteOrUnsupportedAreRefusedByNumber() {
    assertStatementRefused("its Effect", "\"Action\":\"*\",\"Resource\":\"*\"");
    assertStatementRefused("its Action", "\"Effect\":\"Allow\",\"Resource\":\"*\"");
    assertStatementRefused("its Resource", "\"Effect\":\"Allow\",\"Action\":\"*\"");
    assertStatementRefused("Allow or Deny", "\"Effect\":\"allow\"");
    assertStatementRefused("Principal is not supported", GOOD + ",\"Principal\":\"*\"");
    assertStatementRefused("stand together", GOOD + ",\"NotAction\":\"a:b\"");
    assertStatementRefused("service:name", "\"Action\":\"WriteRecords\"");
    assertStatementRefused("service:name", "\"Action\":\"time*:Select\"");
    assertStatementRefused("Action is empty", "\"Action\":[]");
    assertStatementRefused("* or an ARN", "\"Resource\":\"database/d\"");
    assertStatementRefused("* or an ARN", "\"Resource\":\"arn:aws:timestream:*\"");
    assertStatementRefused("* or an ARN", "\"Resource\":\"a:b:c:d:e:f\"");
    assertStatementRefused("variables", "\"Resource\":\"arn:aws:timestream:::${aws:username}\"");
    assertStatementRefused("has to be a text", "\"Resource\":[7]");
  }

  @Test
  void conditionsThatAreNotSupportedAreRefused() {
    assertCondition("operator DateLessThan", "\"DateLessThan\":{\"aws:CurrentTime\":\"2026\"}");
    assertCondition("key aws:UserAgent", "\"StringEquals\":{\"aws:UserAgent\":\"x\"}");
    assertCondition("aws:SourceIp is", "\"IpAddress\":{\"aws:RequestedRegion\":\"10.0.0.1\"}");
    assertCondition("no address", "\"IpAddress\":{\"aws:SourceIp\":\"10.0.0.0/33\"}");
    assertCondition("no address", "\"IpAddress\":{\"aws:SourceIp\":\"localhost\"}");
    assertCondition("neither true", "\"Bool\":{\"aws:SecureTransport\":\"yes\"}");
    assertCondition("no values", "\"Bool\":{\"aws:SecureTransport\":[]}");
    assertCondition("has to be an object", "\"Bool\":[]");
  }

  private static void assertCondition(String expected, String condition) {
    assertStatementRefused(expected, GOOD + ",\"Condition\":{" + condition + "}");
  }

  @Test
  void bareWordsAreTruthValues() {
    Policy policy = statement(GOOD + ",\"Condition\":{\"Bool\":{\"aws:SecureTransport\":false}}");
    assertEquals(Decision.ALLOWED, decide(policy, "timestream:Query", "*"));
  }

  @Test
  void longPatternsTakeNoLongTime() {
    Policy policy =
        statement(
            "\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"arn:::::"
                + "*a".repeat(2_000)
                + "b\"");
    assertEquals(
        Decision.NOT_ALLOWED, decide(policy, "timestream:Query", "arn:::::" + "a".repeat(3_000)));
  }
}
