package io.lodestone.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.server.auth.AccessKey;
import io.lodestone.server.auth.AccessKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Access keys by the command line, without a server. */
class KeysVerbTest {
  private static final String POLICY =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
          + "\"Action\":\"timestream:Select\",\"Resource\":\"*\"}]}";

  @TempDir private Path folder;

  /** Runs the verb; prints go to the fixture. */
  private ProcessFixture keys(int exit, String... args) {
    ProcessFixture process = new ProcessFixture();
    String[] all = new String[args.length + 2];
    all[0] = "keys";
    System.arraycopy(args, 0, all, 1, args.length);
    all[all.length - 1] = "--data-dir=" + folder.resolve("data");
    assertEquals(exit, process.run(all), process.err());
    return process;
  }

  private AccessKeys stored() throws Exception {
    return new ProcessFixture().accessKeys(folder.resolve("data"));
  }

  private Path policy(String text) throws Exception {
    return Files.writeString(folder.resolve("policy.json"), text);
  }

  private static String printed(ProcessFixture process, String label) {
    return process
        .out()
        .lines()
        .filter(line -> line.startsWith(label))
        .findFirst()
        .orElseThrow()
        .substring(label.length())
        .strip();
  }

  @Test
  void createdKeyIsPrintedAndStored() throws Exception {
    ProcessFixture made = keys(0, "create", "--user=grafana", "--policy=" + policy(POLICY));
    AccessKey key = stored().find(printed(made, "access key id")).orElseThrow();
    assertEquals(printed(made, "secret access key"), key.credentials().secret());
    assertEquals("grafana", key.user());
    assertEquals(POLICY, key.policy().orElseThrow().text());
    assertEquals(2, stored().all().size());
  }

  @Test
  void temporaryKeyHasATokenAndAnEnd() throws Exception {
    ProcessFixture made = keys(0, "create", "--lifetime=1h");
    AccessKey key = stored().find(printed(made, "access key id")).orElseThrow();
    assertEquals(printed(made, "session token"), key.sessionToken().orElseThrow());
    assertFalse(key.hasExpired(Instant.now()));
    assertTrue(key.hasExpired(Instant.now().plusSeconds(3_600)));
  }

  @Test
  void keyThatClientsHaveAlreadyIsTakenOver() throws Exception {
    Path secret = Files.writeString(folder.resolve("secret"), "theirs/secret+1\n");
    keys(0, "create", "--id=AKIDTHEIRS", "--secret-file=" + secret);
    assertEquals(
        "theirs/secret+1", stored().find("AKIDTHEIRS").orElseThrow().credentials().secret());
    assertTrue(
        keys(1, "create", "--id=AKIDTHEIRS", "--secret-file=" + secret).err().contains("twice"));
    keys(2, "create", "--id=AKIDOTHER");
  }

  @Test
  void listShowsNoSecrets() throws Exception {
    keys(0, "create", "--user=grafana", "--lifetime=1h");
    for (ProcessFixture list : new ProcessFixture[] {keys(0, "list"), keys(0, "list", "--json")}) {
      for (AccessKey key : stored().all()) {
        assertTrue(list.out().contains(key.id()), list.out());
        assertFalse(list.out().contains(key.credentials().secret()), list.out());
        key.sessionToken().ifPresent(token -> assertFalse(list.out().contains(token)));
      }
    }
  }

  @Test
  void deletedKeyIsGoneAndTheLastOneStays() throws Exception {
    String first = printed(keys(0, "create"), "access key id");
    keys(0, "create", "--lifetime=1h");
    keys(0, "delete", first);
    assertTrue(stored().find(first).isEmpty());
    String last = stored().first().id();
    assertTrue(keys(1, "delete", last).err().contains("would be left"));
    assertTrue(keys(1, "delete", first).err().contains("there is no access key"));
    keys(2, "delete");
  }

  @Test
  void rotatedKeyKeepsUserPolicyAndPlaceAndLeavesLater() throws Exception {
    String old =
        printed(keys(0, "create", "--user=u", "--policy=" + policy(POLICY)), "access key id");
    keys(0, "create", "--user=after");
    ProcessFixture rotated = keys(0, "rotate", old, "--grace=1h");
    String next = printed(rotated, "access key id");
    assertNotEquals(old, next);
    AccessKey key = stored().find(next).orElseThrow();
    assertEquals("u", key.user());
    assertTrue(key.policy().isPresent());
    assertTrue(key.expiry().isEmpty());
    AccessKey leaving = stored().find(old).orElseThrow();
    assertFalse(leaving.hasExpired(Instant.now()));
    assertTrue(leaving.hasExpired(Instant.now().plusSeconds(3_601)));
    assertEquals(1, stored().all().indexOf(key));
    keys(2, "rotate", old, "--grace=soon");
  }

  @Test
  void policyIsSetShownAndRemoved() throws Exception {
    String id = printed(keys(0, "create"), "access key id");
    assertTrue(keys(0, "policy", id).out().contains("it may do everything"));
    keys(0, "policy", id, "--file=" + policy(POLICY));
    assertEquals(POLICY, keys(0, "policy", id).out().strip());
    assertTrue(keys(0, "policy", id, "--json").out().contains("{\"policy\":" + POLICY));
    assertTrue(
        keys(1, "policy", id, "--file=" + policy("{}")).err().contains("at least one Statement"));
    assertEquals(POLICY, keys(0, "policy", id).out().strip());
    keys(0, "policy", id, "--remove");
    assertTrue(stored().find(id).orElseThrow().policy().isEmpty());
  }

  @Test
  void keysWithoutAVerbIsAUsageError() {
    ProcessFixture process = new ProcessFixture();
    assertEquals(2, process.run("keys"));
    assertTrue(process.err().contains("rotate"), process.err());
  }

  @Test
  void masterKeyMayLieElsewhere() throws Exception {
    Path master = Files.writeString(folder.resolve("master"), "0f".repeat(32) + "\n");
    keys(0, "create", "--master-key-file=" + master);
    assertFalse(Files.exists(folder.resolve("data/server/master-key")));
    keys(0, "list", "--master-key-file=" + master);
    assertTrue(keys(1, "list").err().contains("master-key is missing"));
    Files.writeString(master, "1f".repeat(32));
    assertTrue(keys(1, "list", "--master-key-file=" + master).err().contains("another master key"));
    Files.writeString(master, "short");
    assertTrue(
        keys(1, "list", "--master-key-file=" + master).err().contains("64 hexadecimal digits"));
  }
}
