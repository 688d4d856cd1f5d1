package io.lodestone.server.timestream.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.server.log.EventLog;
import io.lodestone.server.objects.LocalObjectStore;
import io.lodestone.server.protocol.PageTokens;
import io.lodestone.server.timestream.query.spool.Spool;
import io.lodestone.server.timestream.query.spool.SpoolOptions;
import io.lodestone.testkit.files.CrashableDirectory;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountSettingsTest {
  private static final String NEW =
      "{'MaxQueryTCU':200,'QueryPricingModel':'COMPUTE_UNITS',"
          + "'QueryCompute':{'ComputeMode':'ON_DEMAND'}}";

  private final QuerySurroundings.SettingsInMemory file = new QuerySurroundings.SettingsInMemory();

  /** Queries that have been started and do not run: each holds its slot. */
  private final List<Runnable> waiting = new ArrayList<>();

  private final QueryClient client = client();

  @Test
  void anAccountBeginsOnDemand() {
    assertEquals(NEW, describe());
    assertEquals(NEW, update("{}"));
  }

  @Test
  void whatIsNamedIsChangedAndOutlivesARestart() {
    String changed = update("{'MaxQueryTCU':8,'QueryPricingModel':'COMPUTE_UNITS'}");

    assertEquals(NEW.replace("200", "8"), changed);
    assertEquals(changed, describe());
    assertEquals(changed, client().success("DescribeAccountSettings", "{}"));
  }

  @Test
  void provisionedCapacityIsShownWithItsLastUpdate() {
    String changed =
        update(
            "{'QueryCompute':{'ComputeMode':'PROVISIONED','ProvisionedCapacity':{"
                + "'TargetQueryTCU':16,'NotificationConfiguration':{'RoleArn':'arn:role',"
                + "'SnsConfiguration':{'TopicArn':'arn:topic'}}}}}");

    assertEquals(
        "{'MaxQueryTCU':200,'QueryPricingModel':'COMPUTE_UNITS','QueryCompute':{"
            + "'ComputeMode':'PROVISIONED','ProvisionedCapacity':{'ActiveQueryTCU':16,"
            + "'NotificationConfiguration':{'RoleArn':'arn:role',"
            + "'SnsConfiguration':{'TopicArn':'arn:topic'}},"
            + "'LastUpdate':{'TargetQueryTCU':16,'Status':'SUCCEEDED'}}}}",
        changed);
    assertEquals(changed, client().success("DescribeAccountSettings", "{}"));

    assertEquals(
        "{'MaxQueryTCU':200,'QueryPricingModel':'COMPUTE_UNITS','QueryCompute':{"
            + "'ComputeMode':'ON_DEMAND','ProvisionedCapacity':{"
            + "'LastUpdate':{'TargetQueryTCU':16,'Status':'SUCCEEDED'}}}}",
        update("{'QueryCompute':{'ComputeMode':'ON_DEMAND'}}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'MaxQueryTCU':0}",
        "{'MaxQueryTCU':-4}",
        "{'MaxQueryTCU':6}",
        "{'MaxQueryTCU':1004}",
        "{'QueryPricingModel':'BYTES_SCANNED'}",
        "{'QueryPricingModel':'FREE'}",
        "{'QueryCompute':{'ComputeMode':'PROVISIONED'}}",
        "{'QueryCompute':{'ComputeMode':'SLOW'}}",
        "{'QueryCompute':{'ProvisionedCapacity':{}}}",
        "{'QueryCompute':{'ProvisionedCapacity':{'TargetQueryTCU':2}}}",
        "{'QueryCompute':{'ProvisionedCapacity':{'TargetQueryTCU':4,"
            + "'NotificationConfiguration':{}}}}",
        "{'QueryCompute':{'ProvisionedCapacity':{'TargetQueryTCU':4,"
            + "'NotificationConfiguration':{'RoleArn':'a\\nmax-query-tcu=4'}}}}",
        "{'QueryCompute':{'ProvisionedCapacity':{'TargetQueryTCU':4,"
            + "'NotificationConfiguration':{'RoleArn':'a','SnsConfiguration':{}}}}}",
      })
  void whatTimestreamDoesNotHaveIsRefusedAndChangesNothing(String body) {
    String failure = client.failure("UpdateAccountSettings", body);

    assertTrue(failure.startsWith("400 {'__type':'ValidationException'"), failure);
    assertEquals(NEW, describe());
  }

  @Test
  void unitsBoundTheQueriesThatRun() {
    update("{'MaxQueryTCU':4}");
    for (int i = 0; i < 4; i++) {
      client.success("{'QueryString':'q'}");
    }
    assertTrue(client.failure("{'QueryString':'q'}").startsWith("429 "));

    update("{'MaxQueryTCU':8}");
    client.success("{'QueryString':'q'}");

    update(
        "{'QueryCompute':{'ComputeMode':'PROVISIONED','ProvisionedCapacity':{"
            + "'TargetQueryTCU':4}}}");
    assertTrue(client.failure("{'QueryString':'q'}").startsWith("429 "));
    waiting.forEach(Runnable::run);
    client.success("{'QueryString':'q'}");
    waiting.getLast().run();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nonsense", "max-query-tcu=5\ncompute-mode=ON_DEMAND\n"})
  void aTextThatIsNoneIsNoReasonNotToStart(String text) {
    file.write(text);

    assertEquals(NEW, client().success("DescribeAccountSettings", "{}"));
  }

  private String describe() {
    return client.success("DescribeAccountSettings", "{}");
  }

  private String update(String body) {
    return client.success("UpdateAccountSettings", body);
  }

  private QueryClient client() {
    try {
      return QueryClient.of(
          new QueryService(
              new GivenStatements(() -> new CountingResult(3, 3)),
              new PageTokens(new byte[32]),
              QueryLimits.DEFAULT,
              new RunLimits(64, Duration.ZERO, Duration.ZERO, 2_000, 100, Duration.ZERO),
              new QueryEnvironment(
                  Spool.open(
                      new CrashableDirectory(), new SplittableRandom(1), SpoolOptions.DEFAULT),
                  waiting::add,
                  _ -> Optional.empty(),
                  file,
                  new LocalObjectStore(new CrashableDirectory()),
                  InstantSource.fixed(Instant.EPOCH),
                  new EventLog(
                      new PrintStream(PrintStream.nullOutputStream()),
                      InstantSource.fixed(Instant.EPOCH)))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
