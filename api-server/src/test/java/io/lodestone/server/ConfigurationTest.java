package io.lodestone.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a value may be said, and which one counts. */
class ConfigurationTest {
  @TempDir private Path folder;

  private Path file(String text) throws Exception {
    return Files.writeString(folder.resolve("my.conf"), text);
  }

  @Test
  void defaultsApplyWhenNobodySaysAnything() {
    Configuration configuration = Configuration.resolve(Map.of(), Map.of());
    assertEquals(8090, configuration.get(Keys.PORT));
    assertEquals("127.0.0.1", configuration.get(Keys.BIND));
    assertEquals(true, configuration.get(Keys.AUTH));
    assertEquals(Duration.ofMinutes(15), configuration.get(Keys.CLOCK_SKEW));
    assertEquals(16 << 20, configuration.get(Keys.BODY_BYTES_MAX));
    assertEquals("default", configuration.setting(Keys.PORT).origin());
  }

  @Test
  void flagCountsBeforeEnvironmentBeforeFileBeforeDefault() throws Exception {
    Path file = file("# mine\nport = 1\nbind = 127.0.0.2\nauth=off\n");
    Configuration configuration =
        Configuration.resolve(
            Map.of("config", file.toString(), "port", "3"),
            Map.of("LODESTONE_PORT", "2", "LODESTONE_BIND", "127.0.0.3"));
    assertEquals(3, configuration.get(Keys.PORT));
    assertEquals("flag --port", configuration.setting(Keys.PORT).origin());
    assertEquals("127.0.0.3", configuration.get(Keys.BIND));
    assertEquals("env LODESTONE_BIND", configuration.setting(Keys.BIND).origin());
    assertEquals(false, configuration.get(Keys.AUTH));
    assertEquals("file " + file + ":4", configuration.setting(Keys.AUTH).origin());
  }

  @Test
  void environmentNamesTheFileToo() throws Exception {
    Path file = file("http-idle-timeout = 5s");
    Configuration configuration =
        Configuration.resolve(Map.of(), Map.of("LODESTONE_CONFIG", file.toString()));
    assertEquals(Duration.ofSeconds(5), configuration.get(Keys.IDLE_TIMEOUT));
  }

  @Test
  void originsAreSpelledAsBrowsersSpellThem() {
    for (String wrong : List.of("app.example", "https://app.example/", "https://a, https://b")) {
      assertThrows(
          UsageException.class,
          () -> Configuration.resolve(Map.of("cors.origins", wrong), Map.of()),
          wrong);
    }
    assertEquals(
        List.of("https://a", "http://localhost:3000"),
        Configuration.resolve(Map.of("cors.origins", "https://a,http://localhost:3000"), Map.of())
            .get(Keys.CORS_ORIGINS));
    assertEquals(List.of(), Configuration.resolve(Map.of(), Map.of()).get(Keys.CORS_ORIGINS));
  }

  @Test
  void unknownKeysAreRefusedWhereverTheyStand() throws Exception {
    Path file = file("port = 1\nprot = 2\n");
    UsageException inFile =
        assertThrows(
            UsageException.class,
            () -> Configuration.resolve(Map.of("config", file.toString()), Map.of()));
    assertEquals(file + ":2: there is no key prot", inFile.getMessage());
    UsageException inEnvironment =
        assertThrows(
            UsageException.class,
            () -> Configuration.resolve(Map.of(), Map.of("LODESTONE_PROT", "2")));
    assertTrue(inEnvironment.getMessage().contains("LODESTONE_PROT"));
    // These two belong to the launcher.
    Configuration.resolve(
        Map.of(), Map.of("LODESTONE_JAVA_HOME", "x", "LODESTONE_JAVA_OPTS", "-Xmx1g"));
  }

  @Test
  void wrongValuesAreRefusedWithTheirPlace() {
    for (Map.Entry<String, String> wrong :
        Map.of(
                "port", "65536",
                "auth", "yes",
                "http.idle.timeout", "10",
                "http.body.bytes.max", "2GiB",
                "http.header.count.max", "0",
                "bind", " ",
                "auth.clock.skew", "-1s",
                "http.body.window", "1.5s")
            .entrySet()) {
      UsageException e =
          assertThrows(
              UsageException.class,
              () -> Configuration.resolve(Map.of(wrong.getKey(), wrong.getValue()), Map.of()),
              wrong.toString());
      assertTrue(e.getMessage().startsWith(wrong.getKey() + " has to be "), e.getMessage());
      assertTrue(e.getMessage().contains("(flag --"), e.getMessage());
    }
  }

  @Test
  void brokenFilesAreRefusedWithTheirLine() throws Exception {
    Path noEntry = file("port = 1\nwhat is this\n");
    assertThrows(
        UsageException.class,
        () -> Configuration.resolve(Map.of("config", noEntry.toString()), Map.of()));
    Path twice = file("port = 1\n\nport = 2\n");
    UsageException e =
        assertThrows(
            UsageException.class,
            () -> Configuration.resolve(Map.of("config", twice.toString()), Map.of()));
    assertTrue(e.getMessage().contains(":3:"), e.getMessage());
    assertThrows(
        UsageException.class,
        () -> Configuration.resolve(Map.of("config", folder + "/absent"), Map.of()));
  }

  @Test
  void noTwoKeysShareASpelling() {
    Set<String> spellings = new HashSet<>();
    for (Key<?> key : Keys.ALL) {
      assertTrue(spellings.add(key.flag()), key.name());
      assertTrue(spellings.add(key.environmentVariable()), key.name());
      key.syntax().parse(key.defaultText());
    }
  }
}
