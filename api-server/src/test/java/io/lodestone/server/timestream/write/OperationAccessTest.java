package io.lodestone.server.timestream.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.server.auth.Bearer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each operation asks of the policy of its caller, and that it does nothing when refused. */
class OperationAccessTest {
  private static final String ARN = "arn:aws:timestream:eu-west-1:000000000000:";

  private final StoredPoints stored = StoredPoints.none();
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final Service anybody = new Service(stored.engine());

  @AfterEach
  void close() {
    stored.close();
  }

  private Service bearer(String policy) {
    return new Service(stored.engine(), Bearer.of(policy), log);
  }

  private static String policy(String effect, String action, String resource) {
    return "{'Statement':{'Effect':'"
        + effect
        + "','Action':'"
        + action
        + "','Resource':'"
        + resource
        + "'}}";
  }

  private void prepare() {
    anybody.success("CreateDatabase", "{'DatabaseName':'known'}");
    anybody.success("CreateTable", "{'DatabaseName':'known','TableName':'tab'}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          CreateDatabase | database/new | {'DatabaseName':'new'}
          DescribeDatabase | database/known | {'DatabaseName':'known'}
          DescribeDatabase | database/absent | {'DatabaseName':'absent'}
          UpdateDatabase | database/known | {'DatabaseName':'known','KmsKeyId':'k'}
          DeleteDatabase | database/known | {'DatabaseName':'known'}
          ListTables | database/known | {'DatabaseName':'known'}
          ListTables | database/* | {}
          CreateTable | database/known/table/new | {'DatabaseName':'known','TableName':'new'}
          DescribeTable | database/known/table/tab | {'DatabaseName':'known','TableName':'tab'}
          UpdateTable | database/known/table/tab | {'DatabaseName':'known','TableName':'tab'}
          DeleteTable | database/known/table/tab | {'DatabaseName':'known','TableName':'tab'}
          ListTagsForResource | database/known | {'ResourceARN':'%sdatabase/known'}
          TagResource | database/known/table/tab | {'ResourceARN':'%sdatabase/known/table/tab','Tags':[{'Key':'k','Value':'v'}]}
          UntagResource | database/known/table/tab | {'ResourceARN':'%sdatabase/known/table/tab','TagKeys':['k']}
          WriteRecords | database/known/table/tab | {'DatabaseName':'known','TableName':'tab','Records':[{'Dimensions':[{'Name':'d','Value':'v'}],'MeasureName':'m','MeasureValue':'1','Time':'1'}]}
          """)
  void operationAsksForTheResourceThatItsRequestNames(
      String operation, String resource, String body) {
    prepare();
    String request = body.replace("%s", ARN);

    Service other = bearer(policy("Allow", "timestream:" + operation, ARN + "other"));
    assertEquals(
        "403 {'__type':'AccessDeniedException','Message':'User:"
            + " arn:aws:iam::000000000000:user/bearer is not authorized to perform: timestream:"
            + operation
            + " on resource: "
            + ARN
            + resource
            + " because no identity-based policy allows the timestream:"
            + operation
            + " action'}",
        other.failure(operation, request));
    assertAudited("level=warn", operation, resource, "AccessDeniedException");

    Service own = bearer(policy("Allow", "timestream:" + operation, ARN + resource));
    assertNotEquals(403, own.call(operation, request).status());
  }

  @ParameterizedTest
  @CsvSource({"ListDatabases", "DescribeEndpoints"})
  void operationWithoutAResourceNeedsAllowanceForAny(String operation) {
    assertTrue(
        bearer(policy("Allow", "timestream:*", "arn:aws:timestream:*:*:*"))
            .failure(operation, "{}")
            .contains("timestream:" + operation + " on resource: * because"));
    bearer(policy("Allow", "timestream:*", "*")).success(operation, "{}", "Host", "h");
  }

  @Test
  void refusedOperationsChangeNothing() {
    prepare();
    Service denied = bearer(policy("Deny", "*", "*"));
    String refusal = denied.failure("DeleteTable", "{'DatabaseName':'known','TableName':'tab'}");
    assertTrue(refusal.contains("with an explicit deny in an identity-based policy"), refusal);
    denied.failure("CreateDatabase", "{'DatabaseName':'new'}");
    anybody.success("DescribeTable", "{'DatabaseName':'known','TableName':'tab'}");
    assertTrue(anybody.failure("DescribeDatabase", "{'DatabaseName':'new'}").startsWith("404"));
  }

  @Test
  void callsThatAreNotAboutPointsAreAudited() {
    prepare();
    Service bearer = bearer(policy("Allow", "*", "*"));
    bearer.success("DescribeDatabase", "{'DatabaseName':'known'}");
    assertAudited("level=info", "DescribeDatabase", "database/known", "ok");
    bearer.failure("DescribeDatabase", "{'DatabaseName':'absent'}");
    assertAudited("level=info", "DescribeDatabase", "database/absent", "ResourceNotFoundException");
    bearer.call("WriteRecords", "{'DatabaseName':'known','TableName':'tab','Records':[]}");
    assertEquals("", log.toString(StandardCharsets.UTF_8));
  }

  /** The one line since the last question. */
  private void assertAudited(String level, String operation, String resource, String outcome) {
    String line = log.toString(StandardCharsets.UTF_8);
    log.reset();
    assertEquals(1, line.lines().count(), line);
    String quoted = resource.endsWith("*") ? '"' + ARN + resource + '"' : ARN + resource;
    for (String field :
        new String[] {
          level,
          "event=audit",
          "user=bearer key=LDSNBEARER source=127.0.0.1",
          "action=timestream:" + operation + " resource=" + quoted + " outcome=" + outcome
        }) {
      assertTrue(line.contains(field), line);
    }
  }
}
